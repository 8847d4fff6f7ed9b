/** One of several parts of a selection, for machines that share the work. */
export interface Shard {
  /** Counts from 1. */
  readonly number: number
  readonly of: number
}

/**
 * The cases of one shard, in their order. They are dealt like cards in the order of their ids: shards differ by one case at
 * most, each topic is spread over all of them, and it does not matter where the suites lie.
 */
export function shardOf<T extends { readonly id: string }>(
  cases: readonly T[],
  { number, of }: Shard,
): T[] {
  const ids = cases.map(({ id }) => id).sort()
  const dealt = new Set(ids.filter((_, index) => index % of === number - 1))
  return cases.filter(({ id }) => dealt.has(id))
}
