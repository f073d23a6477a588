// placeholder
export function formatGitlab(): string { return ''; }
