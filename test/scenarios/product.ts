import { fetchTransport } from '../../src/registry/transport/transport.ts'
import { probeDeletion } from '../../src/deletion/ability/ability.ts'
import { carryOut } from '../../src/deletion/run/carryOut.ts'
import type { CarryOutOptions } from '../../src/deletion/run/run.ts'
import type { DeletionPlan } from '../../src/deletion/plan/deletionPlan.ts'
import { planDeletion } from '../../src/deletion/plan/plan.ts'
import * as proof from './deletion.ts'
import type { Repository } from './repository.ts'

/** The product's own code. */
export const product: proof.Deletion = { probeDeletion, planDeletion, carryOut, fetchTransport }

export const plan = (repository: Repository, selected: string) =>
  proof.plan(product, repository, selected)

export const run = (repository: Repository, made: DeletionPlan, options: CarryOutOptions = {}) =>
  proof.carryOut(product, repository, made, options)

export const deleteTags = (repository: Repository, selected: string) =>
  proof.deleteTags(product, repository, selected)
