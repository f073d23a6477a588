// Places for secrets: what shows that a repository uses one, and the commands that put a value there. The value always comes on
// standard input: an argument can be read by every process of the machine, and shells keep it. Data, as documented by each tool:
// https://cli.github.com/manual/gh_secret_set, https://docs.gitlab.com/cli/variable/update/,
// https://github.com/jenkinsci/credentials-plugin/blob/master/docs/user.adoc,
// https://docs.aws.amazon.com/cli/latest/reference/secretsmanager/put-secret-value.html,
// https://developer.hashicorp.com/vault/docs/commands/kv/patch, https://learn.microsoft.com/cli/azure/keyvault/secret,
// https://cloud.google.com/sdk/gcloud/reference/secrets/versions/add, https://developer.1password.com/docs/cli/reference/management-commands/item,
// https://docs.doppler.com/docs/setting-secrets, https://getsops.io/docs/, https://kubernetes.io/docs/reference/kubectl/generated/kubectl_create/kubectl_create_secret_generic/

export interface Store {
  readonly id: string;
  readonly name: string;
  /** Paths that show it. */
  readonly files?: RegExp;
  /** Text that shows it, in files whose path fits `within` (default: any). */
  readonly holds?: RegExp;
  readonly within?: RegExp;
  /**
   * `FEED`: what writes the value to standard output. `FILE`: a file name from which it can be read. `NAME`: the name in this
   * store. `KEY`: the key within it. `DASHED`: the name with dashes. `VARIABLE`: the variable. `<…>` is for the reader to fill in.
   */
  readonly commands: readonly { readonly says: string; readonly line: string }[];
  readonly notes?: readonly string[];
}

const manifest = /\.(?:ya?ml|json|tpl)$/;

export const stores: readonly Store[] = [
  {
    id: 'github',
    name: 'GitHub Actions secret',
    files: /(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$/,
    commands: [{ says: 'of this repository', line: 'FEED | gh secret set NAME' }],
    notes: ['of an environment: --env <environment>; of an organization: --org <organization>; the one that Dependabot sees: --app dependabot'],
  },
  {
    id: 'gitlab',
    name: 'GitLab CI/CD variable',
    files: /(?:^|\/)[\w.-]*\.gitlab-ci\.ya?ml$/,
    commands: [
      { says: 'one that is there', line: 'FEED | glab variable update NAME --masked' },
      { says: 'a new one', line: 'FEED | glab variable set NAME --masked' },
    ],
    notes: ['add --protected where only protected branches need it; of a group: --group <group>'],
  },
  {
    id: 'jenkins',
    name: 'Jenkins credential (secret text)',
    files: /(?:^|\/)(?:Jenkinsfile[\w.-]*|[\w.-]+\.[jJ]enkinsfile)$/,
    commands: [
      {
        says: 'in the system store, global domain',
        line: `FEED | sed -e 's/&/\\&amp;/g' -e 's/</\\&lt;/g' -e '1s|^|<org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl><scope>GLOBAL</scope><id>NAME</id><description>VARIABLE</description><secret>|' -e '$s|$|</secret></org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl>|' | java -jar jenkins-cli.jar -s "$JENKINS_URL" -auth @<file with user:API token> update-credentials-by-xml system::system::jenkins _ NAME`,
      },
    ],
    notes: ['one that is not there yet: create-credentials-by-xml system::system::jenkins _, without the id at the end'],
  },
  {
    id: 'kubernetes',
    name: 'Kubernetes secret',
    within: manifest,
    holds: /^\s{0,20}["']?kind["']?\s*:\s*["']?(?:Secret|Deployment|StatefulSet|DaemonSet|CronJob|Job|Pod|ReplicaSet)\b|secretKeyRef/m,
    commands: [
      { says: 'one key, the others stay', line: `FEED | kubectl create secret generic NAME --from-file=KEY=/dev/stdin --dry-run=client -o json | jq -c '{data}' | kubectl patch secret NAME --patch-file /dev/stdin` },
      { says: 'a new secret, or one with this key alone', line: 'FEED | kubectl create secret generic NAME --from-file=KEY=/dev/stdin --dry-run=client -o yaml | kubectl apply -f -' },
    ],
    notes: ['add --namespace <namespace> to each kubectl; programs that read it from the environment see it after: kubectl rollout restart deployment/<name>'],
  },
  {
    id: 'aws',
    name: 'AWS Secrets Manager',
    within: /\.(?:tf|tofu|hcl|ya?ml|json|ts|js|py|go|java|rb|cs|sh)$/,
    holds: /aws_secretsmanager|secretsmanager|SecretsManager|aws_ssm_parameter|provider[ \t]+"aws"|resource[ \t]+"aws_/,
    commands: [
      { says: 'a secret that is this value alone', line: 'FEED | aws secretsmanager put-secret-value --secret-id NAME --secret-string file:///dev/stdin' },
      { says: 'one key of a secret that is JSON', line: `aws secretsmanager get-secret-value --secret-id NAME --query SecretString --output text | jq -c --rawfile value FILE '.["KEY"] = $value' | aws secretsmanager put-secret-value --secret-id NAME --secret-string file:///dev/stdin` },
      { says: 'a parameter of Systems Manager instead', line: 'FEED | aws ssm put-parameter --name NAME --type SecureString --overwrite --value file:///dev/stdin' },
    ],
  },
  {
    id: 'vault',
    name: 'HashiCorp Vault',
    within: /\.(?:tf|tofu|hcl|ya?ml|json|ctmpl|tpl|py|go|java|rb|ts|js|sh|properties)$/,
    holds: /vault\.hashicorp\.com\/|provider[ \t]+"vault"|\bvault_(?:kv_secret|generic_secret)|hashicorp\/vault-action|\bVAULT_ADDR\b|\bvault kv \b/,
    commands: [
      { says: 'one key, the others stay (KV version 2)', line: 'FEED | vault kv patch -mount=secret NAME KEY=-' },
      { says: 'a new secret, or one with this key alone', line: 'FEED | vault kv put -mount=secret NAME KEY=-' },
    ],
  },
  {
    id: 'azure',
    name: 'Azure Key Vault',
    within: /\.(?:tf|tofu|hcl|bicep|ya?ml|json|cs|py|ts|js|java|sh)$/,
    holds: /azurerm_key_vault|provider[ \t]+"azurerm"|\.vault\.azure\.net|AzureKeyVault|Microsoft\.KeyVault/,
    commands: [{ says: 'a new version', line: 'FEED | az keyvault secret set --vault-name <vault> --name DASHED --file /dev/stdin --encoding utf-8 --output none' }],
  },
  {
    id: 'google',
    name: 'Google Secret Manager',
    within: /\.(?:tf|tofu|hcl|ya?ml|json|py|go|java|rb|ts|js|sh)$/,
    holds: /google_secret_manager|provider[ \t]+"google(?:-beta)?"|resource[ \t]+"google_|secretmanager\.googleapis\.com|google-cloud\/secret-manager|gcp-secret-manager|secretManager:|gcloud secrets/,
    commands: [
      { says: 'a new version', line: 'FEED | gcloud secrets versions add NAME --data-file=-' },
      { says: 'a new secret', line: 'FEED | gcloud secrets create NAME --data-file=-' },
    ],
  },
  {
    id: '1password',
    name: '1Password',
    holds: /\bop:\/\/[\w{<]/,
    commands: [{ says: 'one field of an item', line: `op item get NAME --format json | jq --rawfile value FILE '(.fields[] | select(.label == "KEY")).value = $value' | op item edit NAME` }],
    notes: ['add --vault <vault> where names repeat; edit an item that holds a passkey in the app: a passkey does not survive this'],
  },
  {
    id: 'doppler',
    name: 'Doppler',
    files: /(?:^|\/)\.?doppler\.ya?ml$/,
    holds: /\bdoppler run\b|dopplerhq\//i,
    commands: [{ says: 'in the project and config that are set up here', line: 'FEED | doppler secrets set NAME --silent' }],
    notes: ['another one: --project <project> --config <config>'],
  },
  {
    id: 'sops',
    name: 'SOPS',
    files: /(?:^|\/)\.sops\.ya?ml$|\.(?:enc|sops)\.(?:ya?ml|json|env|ini)$/,
    within: /\.(?:ya?ml|json)$/,
    holds: /^\s{0,20}["']?sops["']?\s*:(?:\s*\{)?\s*$/m,
    commands: [{ says: 'one key of an encrypted file', line: `FEED | jq -Rs . | sops set --value-stdin NAME '["KEY"]'` }],
    notes: ['needs SOPS 3.11 or later'],
  },
];

/** Whether this file shows that the repository uses the store. */
export function showsStore({ files, holds, within }: Store, path: string, text: () => string): boolean {
  if (files?.test(path) === true) return true;
  return holds !== undefined && within?.test(path) !== false && !documentation.test(path) && holds.test(text());
}

/** A page that explains a store does not use it. */
const documentation = /\.(?:md|mdx|rst|adoc|txt|html?)$/i;
