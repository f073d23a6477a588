// How likely one letter follows another in the words programs are written with. Counted by us over the identifiers and
// prose of some hundred packages, each word weighing the square root of its count.
//
// A row per letter (the last: the beginning of a word), a column per next letter (the last: the word's end). A digit
// in base 36 is the cost in thirds of a bit, rounded up, so that the costs stay those of a probability distribution.

const thirds = [
  'secewngxfsl9eazfw9c8ijmoisi',
  '9nlw9ztzbfx8rxaozdejazvzixd',
  'auit9zzafzdetw7vyenafzzzmzd',
  'fsth7tpv9xziuteszjfqgpxxmz4',
  'epdakhjrotzggbqhl9aerjofnz8',
  'aztsaczz6zzesm9xzejgczzzfzc',
  'gzwz8rifbzwfkehyzeflfoszrv4',
  '8yzs6xzzazznjqatzdmghzzzmz8',
  'gidffffzwzpde6ahugdavgzmzil',
  'azzz4zzzizzzzz9ozj9zbizzzzf',
  'fmql5knzazzoufnlzrapmzmzqz5',
  'blpg7oqz9xnauubmzpggfmszcz9',
  '8fvq7ysz9ztnfpbazzhugqzzrzb',
  'ercbbj9tfsjlpjepyrb9ikuzmz9',
  'kgfenjjzjrkec7gez8fedheoqzh',
  '9ztn8stjeztbsyaez8hbfuzzmzd',
  'zzzzzzzzlzzzzzzzzzzz1zzzznc',
  'anij6mjvbzkmhhcpzgddhmpzgz9',
  'hyfv9nzgczmmoqffzzd9fzqziz5',
  'czhp8psc8zzluuerzcdhhzozfz7',
  'gfficihzfzyac8oezabbuyzrzvk',
  '8zuz3zsz9zzzzzdzzzpznzzzzzd',
  '8vuuazra8zzkzcazzcdtzzzzzz9',
  'dscqazzqbzzztzk6zzz7zzzzjz8',
  'jolxhotzgzvjhdgbzoeizzkzst3',
  '9zzz3zzoczzgozizzzzzlzzzjfc',
  'cebddeihdnmfegfcpcadgiguotz',
] as const;

const border = 26;

/** Bits that spell a word of lower-case letters, its end included. */
export function costWord(word: string): number {
  let sum = 0;
  let previous = border;
  for (let index = 0; index <= word.length; index += 1) {
    const next = index === word.length ? border : word.charCodeAt(index) - 97;
    sum += Number.parseInt(thirds[previous]?.charAt(next) ?? 'z', 36);
    previous = next;
  }
  return sum / 3;
}
