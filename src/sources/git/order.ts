// The commits of a history in the order in which they came: parents before children, and among those that are free to go
// next the oldest first.

import type { CommitRecord } from '../../model/work.js';

export interface Commit {
  readonly id: string;
  readonly parents: readonly string[];
}

interface Dated extends Commit {
  readonly seconds: number;
}

/** @returns each commit once; parents that are not among them are passed over */
export function orderCommits(records: readonly CommitRecord[]): Commit[] {
  const commits = new Map(records.map((record) => readRecord(record)).map((commit) => [commit.id, commit]));
  const waiting = new Map<string, number>();
  const children = new Map<string, Dated[]>();
  const ready = makeHeap();
  for (const commit of commits.values()) {
    const parents = new Set(commit.parents.filter((id) => commits.has(id)));
    for (const id of parents) {
      const known = children.get(id);
      if (known === undefined) children.set(id, [commit]);
      else known.push(commit);
    }
    if (parents.size === 0) ready.push(commit);
    else waiting.set(commit.id, parents.size);
  }
  const order: Commit[] = [];
  for (let next = ready.pop(); next !== undefined; next = ready.pop()) {
    order.push(next);
    for (const child of children.get(next.id) ?? []) {
      const left = (waiting.get(child.id) ?? 1) - 1;
      waiting.set(child.id, left);
      if (left === 0) ready.push(child);
    }
  }
  return order;
}

function readRecord(record: CommitRecord): Dated {
  const [id = '', seconds = '0', ...parents] = record.split(' ');
  return { id, seconds: Number(seconds), parents };
}

function isBefore(left: Dated, right: Dated): boolean {
  return left.seconds < right.seconds || (left.seconds === right.seconds && left.id < right.id);
}

/** A binary heap, the oldest on top: a list that is kept sorted takes seconds with a hundred thousand commits. */
function makeHeap(): { push(commit: Dated): void; pop(): Dated | undefined } {
  const heap: Dated[] = [];
  const swapUp = (from: number): void => {
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >> 1;
      const [own, above] = [heap[at], heap[parent]];
      if (own === undefined || above === undefined || !isBefore(own, above)) return;
      [heap[at], heap[parent]] = [above, own];
      at = parent;
    }
  };
  const swapDown = (): void => {
    for (let at = 0; ; ) {
      const oldest = [2 * at + 1, 2 * at + 2].reduce((best, child) => {
        const [left, right] = [heap[child], heap[best]];
        return left !== undefined && right !== undefined && isBefore(left, right) ? child : best;
      }, at);
      const [own, other] = [heap[at], heap[oldest]];
      if (oldest === at || own === undefined || other === undefined) return;
      [heap[at], heap[oldest]] = [other, own];
      at = oldest;
    }
  };
  return {
    push(commit) {
      heap.push(commit);
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
