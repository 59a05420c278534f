# docker build -t homeport .
FROM node:24-alpine AS build
WORKDIR /homeport
# The packages are a layer of their own: installed again only when the lock file changes.
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY vite.config.ts tsconfig.json ./
COPY public/ public/
COPY src/ src/
RUN npm run build

FROM nginx:1.30-alpine
ARG VERSION=0.1.0
ARG REVISION=
ARG CREATED=
LABEL org.opencontainers.image.title="Homeport" \
      org.opencontainers.image.description="Docker Hub at home: browse, clean and look inside any Docker/OCI registry" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION" \
      org.opencontainers.image.created="$CREATED" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.base.name="docker.io/library/nginx:1.30-alpine"

# The base image's entrypoint stays in charge: it sources 10-homeport.envsh, which checks the environment,
# and renders the template into /tmp, the one folder that is written to. So the container also runs with a
# read-only file system (and a tmpfs on /tmp) and as any user. Without a rendered file nginx does not start.
ENV HOMEPORT_VERSION="$VERSION" \
    NGINX_ENVSUBST_FILTER="^HOMEPORT_" \
    NGINX_ENVSUBST_OUTPUT_DIR="/tmp"
COPY deploy/container/homeport.envsh /docker-entrypoint.d/10-homeport.envsh
COPY nginx.conf /etc/nginx/templates/nginx.conf.template
COPY nginx/ /etc/nginx/homeport/
RUN chmod 755 /docker-entrypoint.d/10-homeport.envsh \
 && rm -rf /etc/nginx/nginx.conf /etc/nginx/conf.d/default.conf /usr/share/nginx/html/* \
 && ln -s /tmp/nginx.conf /etc/nginx/nginx.conf
COPY --from=build /homeport/dist/ /usr/share/nginx/html/

EXPOSE 80 443
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD wget -q -O /dev/null http://127.0.0.1/healthz || exit 1
