// What the page is given: made by `html.ts`, embedded as JSON, read by `main.ts`. Texts are visible and masked already.

export const stageNames = ['revoke', 'rotate', 'misuse', 'purge'] as const;
export type StageName = (typeof stageNames)[number];

/** One part of the checklist. Findings with the same facts share one. */
export interface PageStage {
  readonly name: StageName;
  readonly url?: string;
  readonly steps: readonly string[];
  readonly commands?: readonly string[];
  /** Sentences beside the steps: what stops, which entry of the list it is. */
  readonly notes: readonly string[];
  /** Whom to tell: a page or an address. */
  readonly contact?: string;
  readonly checked?: string;
}

export interface PagePlace {
  readonly where: string;
  readonly commit?: string;
  readonly author?: string;
  readonly date?: string;
  readonly inHead?: boolean;
  readonly decodedFrom?: string;
}

export interface PageFinding {
  readonly fingerprint: string;
  /** What `skan explain` takes for it. */
  readonly id: string;
  readonly rule: string;
  readonly provider: string;
  readonly title: string;
  readonly severity: string;
  readonly confidence: string;
  readonly why: readonly string[];
  readonly key: string;
  readonly variable?: string;
  readonly places: readonly PagePlace[];
  readonly reach: string;
  /** The reach as a sentence, with what it rests on. */
  readonly reached: string;
  readonly inHead: boolean;
  readonly refs: readonly string[];
  readonly firstSeen?: string;
  readonly validation: string;
  readonly validated: string;
  /** Whether it fails a run. */
  readonly fails: boolean;
  /** Indices into `stages`. */
  readonly stages: readonly number[];
  /** What lets it pass, to copy. */
  readonly allow?: string;
  /** Only of what is suppressed: by what and why. */
  readonly suppressed?: string;
  /** The suppression is part of what is judged. */
  readonly news?: boolean;
}

export interface PageData {
  readonly title: string;
  readonly version: string;
  readonly command: string;
  /** Of the root its last part: the rest is this machine's affair. */
  readonly root: string;
  readonly written?: string;
  readonly summary: string;
  /** `clean` only if all was looked into and nothing found. */
  readonly verdict: 'leaks' | 'incomplete' | 'gaps' | 'clean';
  readonly complete: boolean;
  readonly scanned: string;
  readonly findings: readonly PageFinding[];
  readonly suppressed: readonly PageFinding[];
  readonly problems: readonly { readonly what: string; readonly why: string; readonly hint?: string }[];
  readonly skipped: readonly { readonly what: string; readonly why: string }[];
  readonly stages: readonly PageStage[];
}
