// The commits of a history in the order in which they came: parents before children, and among those that are free to go
// next the oldest first.

import type { CommitRecord } from '../../model/work.js';

export interface Commit {
  readonly id: string;
  readonly parents: readonly string[];
}

/** @returns each commit once; parents that are not among them are passed over */
export function orderCommits(records: readonly CommitRecord[]): Commit[] {
  const commits: Commit[] = [];
  const seconds: number[] = [];
  const places = new Map<string, number>();
  for (const record of records) {
    const [id = '', time = '0', ...parents] = record.split(' ');
    if (places.has(id)) continue;
    places.set(id, commits.length);
    commits.push({ id, parents });
    seconds.push(Number(time));
  }
  const isBefore = (left: number, right: number): boolean => {
    const difference = (seconds[left] ?? 0) - (seconds[right] ?? 0);
    return difference < 0 || (difference === 0 && (commits[left]?.id ?? '') < (commits[right]?.id ?? ''));
  };
  const waiting = new Int32Array(commits.length);
  const children: number[][] = commits.map(() => []);
  const ready = makeHeap(isBefore);
  commits.forEach(({ parents }, place) => {
    for (const parent of new Set(parents)) {
      const above = places.get(parent);
      if (above === undefined) continue;
      children[above]?.push(place);
      waiting[place] = (waiting[place] ?? 0) + 1;
    }
    if (waiting[place] === 0) ready.push(place);
  });
  const order: Commit[] = [];
  for (let next = ready.pop(); next !== undefined; next = ready.pop()) {
    const commit = commits[next];
    if (commit !== undefined) order.push(commit);
    for (const child of children[next] ?? []) {
      const left = (waiting[child] ?? 1) - 1;
      waiting[child] = left;
      if (left === 0) ready.push(child);
    }
  }
  return order;
}

/** A binary heap, the first on top: a list that is kept sorted takes seconds with a hundred thousand commits. */
function makeHeap(isBefore: (left: number, right: number) => boolean): { push(place: number): void; pop(): number | undefined } {
  const heap: number[] = [];
  const swapUp = (from: number): void => {
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >> 1;
      const [own = 0, above = 0] = [heap[at], heap[parent]];
      if (!isBefore(own, above)) return;
      heap[at] = above;
      heap[parent] = own;
      at = parent;
    }
  };
  const swapDown = (): void => {
    for (let at = 0; ; ) {
      let first = at;
      for (const child of [2 * at + 1, 2 * at + 2]) if (child < heap.length && isBefore(heap[child] ?? 0, heap[first] ?? 0)) first = child;
      if (first === at) return;
      const [own = 0, other = 0] = [heap[at], heap[first]];
      heap[at] = other;
      heap[first] = own;
      at = first;
    }
  };
  return {
    push(place) {
      heap.push(place);
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
