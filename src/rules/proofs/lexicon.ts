// The words that placeholders, identifiers and documentation are made of. The set is made when first asked for.

/** Words that say of themselves that the real thing is missing. */
const declaring =
  'bogus censored change changeme documentation dummy example fake fixme foobar here hidden insert inserted invalid ipsum lorem ' +
  'masked mock notreal placeholder redacted removed replace replaceme sample todo yourapikey yourkey yourpassword yoursecret ' +
  'yourtoken';

/** Words of programs, services and prose; also the short beginnings of vendors' keys. */
const common =
  'abc abcd abcdef abort about absolute access account actual add added additional address admin after agent algorithm alias align ' +
  'all allow allows also always analytics and annotation anon ansi answer ant anthropic any api app application applied apply ' +
  'arbitrary are arg args argument arguments argv array arrays arrow asdf assert asserts assistant async asynchronous auth ' +
  'authentication authorization available await aws azure backend backup badc0de bar base based bash baz bearer because been before ' +
  'behavior being between big bigint billing binary bit bits block body boolean bot both bound box branch browser bucket buf buffer ' +
  'bug build but button byte bytes c0ffee cache cafebabe call callback callbackfn called calling calls campaign can card cart case ' +
  'cert certificate changes channel character characters chat check checkout child chunk circle class claude clear client clone close ' +
  'cloud cluster code color com command common company compare complete completion component conditions config configuration connect ' +
  'connection console const constraints constructor consumer container containing contains content context control convert cookie ' +
  'copy copyright corp count coverage create created creates credential credentials cube current custom customer dashboard data ' +
  'database date deadbeef deadc0de debug debugger declaration declare deep default defaults define defined definition delete demo ' +
  'deploy deployment deprecated depth details dev developer device diff dir directory disable disk dispatch doc docker docs document ' +
  'does domain download each echo edit editor either element elements email embedding emit emitted emitter employee empty enable ' +
  'enabled encoding encrypt encryption end endpoint endregion engine enter entity entries entry enum env environment equal equivalent ' +
  'err error errors escape estimator even event events every except exception exec execution exit exp expected export exports ' +
  'expression extends external facebook fade fading failed failure false fast features feedface fetch field fields file filename ' +
  'files filter find firebase first fix fixes flag flags float flow folder following foo for form format found frame free from ' +
  'frontend function functions gateway gen generate generated generator get gets git github gitlab given global goes google gpt grid ' +
  'group guide handle handler has hash have header headers heap hello help helper hide home hook host how href http https icon ' +
  'identifier identity ignore image implementation import include included including index infer info information init initial inner ' +
  'input inspector install instance instances instead int integer integration interface internal into invoice item items iterable ' +
  'iterator its java json just keep key keyof keys keyword kind kube label lane language last layout learn left length level lib ' +
  'license like limit line lines link list listener literal live llm load local locale localhost location lock log login logo long ' +
  'mail main make manager map mapping mask master match matcher matches matching max maximum may member memory merge message meta ' +
  'method methods metrics milliseconds min mobile mode model module modules mongo monitor more multiple must my mysql name names ' +
  'namespace negative network never new next node non none not note notification now null number numeric oauth object objects off ' +
  'office offset old once one online only open openai operation operations ops option optional options opts order org organization ' +
  'origin original other otherwise out output owner package page pair panel parallel param parameter parameters params parent parse ' +
  'parsed parser part partial pass passed passphrase passwd password patch path paths pattern patterns pay payment people performance ' +
  'phone pipe pipeline pk platform please plugin plugins point policy pool port portal position possible post postgres predicate ' +
  'prefix prepend preview primary prints priv private process prod product production profile profiler program progress proj project ' +
  'promise promises prompt properties property protected protocol prototype provided provider proxy public pull push put query queue ' +
  'quux qux qwerty random range raw read readable readdir readonly real received record redis ref reference refresh reg regex region ' +
  'register regular relative release remarks remote remove render report repr request requests require required resolve resolved ' +
  'resource response result results retry return returned returns review right role root route rsa run runner running runs runtime sa ' +
  'same sampled sandbox save scalar scheduler schema scope script search sec second secret secrets section secure security see select ' +
  'sell send server service session set sets setting settings setup shared shell shop should sign signal signature signing simple ' +
  'since single site size sk skip slack snapshot socket software some source space span specific specified specifier spinner sql src ' +
  'stack staging stale standard start stat state statement static stats status stderr stdout stop storage store stream strict string ' +
  'stringify strings stripe structured style sub submit such summary super support supported svc svcacct symbol sync synchronous ' +
  'syntax system table tag target task team tech temp template tenant test tester testing tests text than that the them then there ' +
  'these they this throw thrown time timeout timers times title toggle toggleable token tokens tool top total trace track transfer ' +
  'transform tree trigger true two type typed typeof types typescript uint undefined under uniform unique unknown unsigned until ' +
  'update upload url usage use used useful user username users uses using utf util valid value values var variable vault vendor ' +
  'verify version versions via view visit void wait walk want warning was web webhook website welcome when where whether which while ' +
  'ssh jwt ed25519 ecdsa rsa aes sha md5 uuid guid pem x509 oauth2 openssh ' +
  'widget width will window windows with within without word words work worker workflow workspace world would writable write written ' +
  'www xxx xyz yaml you your yours youtube zero zone';

/** Longest word of the lexicon. */
export const longestWord = 14;

/** Bits that name one word of each kind: log2 of how many there are, rounded up. */
export const wordBits = { declaring: 5, common: 10 } as const;

export type WordKind = keyof typeof wordBits;

let kinds: Map<string, WordKind> | undefined;

/** Which kind of word this is, in lower case; undefined when it is none. */
export function findWord(word: string): WordKind | undefined {
  kinds ??= new Map([...list(common, 'common'), ...list(declaring, 'declaring')]);
  return kinds.get(word);
}

/** Letters by which a word is looked up. */
const beginning = 3;
let longestWith: Map<string, number> | undefined;

/** Length of the longest word that begins like the text at this place, as far as its first letters say; 0: none does. */
export function measureWords(text: string, at: number): number {
  longestWith ??= indexBeginnings();
  return longestWith.get(text.slice(at, at + beginning)) ?? longestWith.get(text.slice(at, at + beginning - 1)) ?? 0;
}

/** Words of two letters are looked up by those. */
function indexBeginnings(): Map<string, number> {
  const longest = new Map<string, number>();
  for (const word of `${common} ${declaring}`.split(' ')) {
    const begin = word.slice(0, beginning);
    longest.set(begin, Math.max(word.length, longest.get(begin) ?? 0));
  }
  return longest;
}

function list(words: string, kind: WordKind): [string, WordKind][] {
  return words.trim().split(' ').map((word) => [word, kind]);
}
