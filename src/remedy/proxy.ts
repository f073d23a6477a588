// Which proxy a host is reached through, by the variables that curl reads: https_proxy, all_proxy, no_proxy, in lower case
// before upper case. It only chooses.

/** undefined: directly. */
export type Proxy = URL | undefined;

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws TypeError for a proxy that is no URL */
export function chooseProxy(host: string, port: number, environment: Environment): Proxy {
  const text = read(environment, 'https_proxy') ?? read(environment, 'all_proxy');
  if (text === undefined || isExcepted(host, port, read(environment, 'no_proxy') ?? '')) return undefined;
  return new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
}

/** An empty variable is as none, except that an empty one in lower case hides the other. */
function read(environment: Environment, name: string): string | undefined {
  const text = (environment[name] ?? environment[name.toUpperCase()])?.trim();
  return text === '' ? undefined : text;
}

/** `*`, a name with all names below it (a leading dot or `*.` makes no difference), either with a port. */
function isExcepted(host: string, port: number, list: string): boolean {
  return list.split(/[\s,]+/).filter((entry) => entry !== '').some((entry) => {
    const [, name = '', only] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
    if (only !== undefined && Number(only) !== port) return false;
    const bare = name.replace(/^\*?\./, '');
    return name === '*' || host === bare || host.endsWith(`.${bare}`);
  });
}
