// The commits of a history in the order in which they came: parents before children, and among those that are free to go
// next the oldest first.

import type { CommitTable } from '../packs/commit-table.js';

/** @returns places in the table */
export function orderCommits(table: CommitTable): Int32Array {
  const { count, seconds, parentsFrom } = table;
  const isBefore = (left: number, right: number): boolean => {
    const difference = (seconds[left] ?? 0) - (seconds[right] ?? 0);
    return difference < 0 || (difference === 0 && table.compare(left, right) < 0);
  };
  const { children, childrenFrom } = listChildren(table);
  const waiting = new Int32Array(count);
  const ready = makeHeap(isBefore);
  for (let place = 0; place < count; place += 1) {
    waiting[place] = (parentsFrom[place + 1] ?? 0) - (parentsFrom[place] ?? 0);
    if (waiting[place] === 0) ready.push(place);
  }
  const order = new Int32Array(count);
  let done = 0;
  for (let next = ready.pop(); next !== undefined; next = ready.pop()) {
    order[done++] = next;
    for (let at = childrenFrom[next] ?? 0; at < (childrenFrom[next + 1] ?? 0); at += 1) {
      const child = children[at] ?? 0;
      const left = (waiting[child] ?? 1) - 1;
      waiting[child] = left;
      if (left === 0) ready.push(child);
    }
  }
  return order.subarray(0, done);
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
