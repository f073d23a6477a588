// The commits of a history in the order in which they came: parents before children, and among those that are free to go
// next the oldest first.

import type { CommitTable } from '../packs/commit-table.js';

/** @returns places in the table */
export function orderCommits(table: CommitTable): Int32Array {
  const { count, parentsFrom } = table;
  const ranked = rankByDate(table);
  const ranks = new Int32Array(count);
  ranked.forEach((place, rank) => (ranks[place] = rank));
  const { children, childrenFrom } = listChildren(table);
  const waiting = new Int32Array(count);
  for (let place = 0; place < count; place += 1) waiting[place] = (parentsFrom[place + 1] ?? 0) - (parentsFrom[place] ?? 0);
  // Ranks of those that were passed over, because a parent is dated later, and are free now: they come before all that is ahead.
  const late = makeHeap();
  const order = new Int32Array(count);
  let [done, ahead] = [0, 0];
  for (;;) {
    let rank = late.pop();
    if (rank === undefined) {
      while (ahead < count && waiting[ranked[ahead] ?? 0] !== 0) ahead += 1;
      if (ahead === count) return order.subarray(0, done);
      rank = ahead++;
    }
    const place = ranked[rank] ?? 0;
    order[done++] = place;
    for (let at = childrenFrom[place] ?? 0; at < (childrenFrom[place + 1] ?? 0); at += 1) {
      const child = children[at] ?? 0;
      const left = (waiting[child] ?? 1) - 1;
      waiting[child] = left;
      if (left === 0 && (ranks[child] ?? 0) < ahead) late.push(ranks[child] ?? 0);
    }
  }
}

/** Places by date, those of one second by id. */
function rankByDate(table: CommitTable): Int32Array {
  const { count, seconds } = table;
  const ranked = sortBySeconds(seconds);
  for (let from = 0; from < count; ) {
    let to = from + 1;
    while (to < count && seconds[ranked[to] ?? 0] === seconds[ranked[from] ?? 0]) to += 1;
    if (to - from > 1) ranked.subarray(from, to).sort(table.compare);
    from = to;
  }
  return ranked;
}

function sortBySeconds(seconds: Float64Array): Int32Array {
  const count = seconds.length;
  const first = seconds.reduce((least, each) => Math.min(least, each), Infinity);
  const last = seconds.reduce((most, each) => Math.max(most, each), -Infinity);
  const bits = 2 ** Math.ceil(Math.log2(count + 1));
  if ((last - first + 1) * bits > Number.MAX_SAFE_INTEGER) return Int32Array.from(seconds.keys()).sort((left, right) => (seconds[left] ?? 0) - (seconds[right] ?? 0));
  // Date and place in one number: numbers sort ten times as fast as what a comparison orders.
  const keys = seconds.map((each, place) => (each - first) * bits + place).sort();
  return Int32Array.from(keys, (key) => key % bits);
}

/** The table's links the other way: children of commit n stand from `childrenFrom[n]` to `childrenFrom[n + 1]`. */
function listChildren({ count, parents, parentsFrom }: CommitTable): { readonly children: Int32Array; readonly childrenFrom: Int32Array } {
  const childrenFrom = new Int32Array(count + 2);
  for (const parent of parents) childrenFrom[parent + 2] = (childrenFrom[parent + 2] ?? 0) + 1;
  for (let place = 2; place < childrenFrom.length; place += 1) childrenFrom[place] = (childrenFrom[place] ?? 0) + (childrenFrom[place - 1] ?? 0);
  const children = new Int32Array(parents.length);
  for (let place = 0; place < count; place += 1) {
    for (let at = parentsFrom[place] ?? 0; at < (parentsFrom[place + 1] ?? 0); at += 1) {
      const parent = parents[at] ?? 0;
      const end = childrenFrom[parent + 1] ?? 0;
      children[end] = place;
      childrenFrom[parent + 1] = end + 1;
    }
  }
  return { children, childrenFrom };
}

/** A binary heap, the least on top: a list that is kept sorted takes seconds with a hundred thousand commits. */
function makeHeap(): { push(rank: number): void; pop(): number | undefined } {
  const heap: number[] = [];
  const swapUp = (from: number): void => {
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >> 1;
      const [own = 0, above = 0] = [heap[at], heap[parent]];
      if (own >= above) return;
      heap[at] = above;
      heap[parent] = own;
      at = parent;
    }
  };
  const swapDown = (): void => {
    for (let at = 0; ; ) {
      let first = at;
      for (const child of [2 * at + 1, 2 * at + 2]) if (child < heap.length && (heap[child] ?? 0) < (heap[first] ?? 0)) first = child;
      if (first === at) return;
      const [own = 0, other = 0] = [heap[at], heap[first]];
      heap[at] = other;
      heap[first] = own;
      at = first;
    }
  };
  return {
    push(rank) {
      heap.push(rank);
      swapUp(heap.length - 1);
    },
    pop() {
      const [top] = heap;
      const last = heap.pop();
      if (heap.length > 0 && last !== undefined) {
        heap[0] = last;
        swapDown();
      }
      return top;
    },
  };
}
