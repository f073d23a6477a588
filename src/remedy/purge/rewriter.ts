// The Python that git filter-repo calls: `skan_rewrite.py`, written beside the data that it reads. It holds no secret. What it
// does with bytes is what `search.ts` does; a test compares them.

import { wordEnd, wordStart } from './search.js';

export const rewriterName = 'skan_rewrite.py';

export const rewriterCode = String.raw`# Called by git filter-repo (see purge.sh): what it does with each blob, message, name and ref. The secrets are in
# forms.json beside this file; nothing here prints them.

import base64, collections, functools, json, os, re, subprocess, sys

PLAN = os.path.dirname(os.path.abspath(__file__))


class Form:
    def __init__(self, data):
        self.find = base64.b64decode(data['find'])
        self.text = base64.b64decode(data['text'])
        self.same = base64.b64decode(data['same'])
        self.only = None if data.get('only') is None else frozenset(i.encode() for i in data['only'])
        pattern = re.escape(self.find)
        self.pattern = rb'${wordStart}' + pattern + rb'${wordEnd}' if data['whole'] else pattern


with open(os.path.join(PLAN, 'forms.json')) as file:
    DATA = json.load(file)
FORMS = sorted((Form(each) for each in DATA['forms']), key=lambda form: -len(form.find))
OBJECTS = frozenset(each.encode() for each in DATA['objects'])
# Keys of one vendor begin alike: one look for the beginning saves looking for each.
GROUPS = collections.defaultdict(list)
for each in FORMS:
    GROUPS[each.find[:6]].append(each)
# With thousands of secrets every object cannot be searched for each: then only those are that held one when the plan was made.
MANY = len(GROUPS) > 4000
BLOBS = frozenset(name.encode() for name in os.listdir(os.path.join(PLAN, 'blobs'))) if os.path.isdir(os.path.join(PLAN, 'blobs')) else frozenset()


def replace(data, object_id, same):
    if MANY and object_id is not None and object_id not in OBJECTS:
        return data
    here = [f for begin, group in GROUPS.items() if begin in data for f in group if f.find in data and (f.only is None or object_id in f.only)]
    if not here:
        return data
    here.sort(key=lambda form: -len(form.find))
    whole = re.compile(b'|'.join(b'(' + f.pattern + b')' for f in here), re.DOTALL)
    return whole.sub(lambda m: here[m.lastindex - 1].same if same else here[m.lastindex - 1].text, data)


def keeps_length(data):
    if b'\0' in data or data[:5] == b'%PDF-':
        return True
    try:
        data.decode('utf-8')
        return False
    except UnicodeDecodeError:
        return True


def content(data, object_id):
    if object_id in BLOBS:
        with open(os.path.join(PLAN, 'blobs', object_id.decode()), 'rb') as file:
            return file.read()
    return replace(data, object_id, keeps_length(data))


def text(data, object_id=None):
    return replace(data, object_id, False)


def blob(each):
    each.data = content(each.data, each.original_id)


def commit(each):
    each.message = text(each.message, each.original_id)
    for field in ('author_name', 'author_email', 'committer_name', 'committer_email'):
        setattr(each, field, text(getattr(each, field), each.original_id))


def tag(each):
    each.message = text(each.message, each.original_id)
    if each.tagger_name is not None:
        each.tagger_name = text(each.tagger_name, each.original_id)
        each.tagger_email = text(each.tagger_email, each.original_id)


@functools.lru_cache(maxsize=None)
def name(path):
    return path if path is None else text(path)


# Before and after: what filter-repo does not rewrite, or not well. Refs under their old names, tags of tags, refs that lead to no commit, notes, symbolic refs, branch settings.

def git(*args, stdin=None):
    return subprocess.run(('git',) + args, input=stdin, stdout=subprocess.PIPE, check=True).stdout


def read_object(object_id):
    kind = git('cat-file', '-t', object_id).strip().decode()
    return kind, git('cat-file', kind, object_id)


def write_object(kind, data):
    return git('hash-object', '-t', kind, '-w', '--stdin', stdin=data).strip().decode()


REWRITTEN = {}


def rewrite_object(object_id, commits):
    if object_id not in REWRITTEN:
        REWRITTEN[object_id] = rewrite_now(object_id, commits)
    return REWRITTEN[object_id]


def rewrite_now(object_id, commits):
    kind, data = read_object(object_id)
    if kind == 'commit':
        return commits.get(object_id, object_id)
    if kind == 'blob':
        new = content(data, object_id.encode())
    elif kind == 'tree':
        new = rewrite_tree(data, len(object_id) // 2, commits)
    else:
        head, _, rest = data.partition(b'\n')
        head = b'object ' + rewrite_object(head.split()[1].decode(), commits).encode()
        new = head + b'\n' + text(rest, object_id.encode())
        if new != data:
            new = re.split(rb'^-----BEGIN (?:PGP|SSH) SIGNATURE-----', new, maxsplit=1, flags=re.MULTILINE)[0]
    return object_id if new == data else write_object(kind, new)


def rewrite_tree(data, size, commits):
    entries, at = [], 0
    while at < len(data):
        space, end = data.index(b' ', at), data.index(b'\0', at)
        mode, child = data[at:space], data[end + 1:end + 1 + size].hex()
        if mode != b'160000':
            child = rewrite_object(child, commits)
        entries.append((mode, text(data[space + 1:end]), child))
        at = end + 1 + size
    entries.sort(key=lambda e: e[1] + (b'/' if e[0] == b'40000' else b''))
    return b''.join(mode + b' ' + n + b'\0' + bytes.fromhex(child) for mode, n, child in entries)


def read_map(path):
    commits = {}
    if os.path.exists(path):
        with open(path, 'rb') as file:
            for line in file.read().splitlines()[1:]:
                old, new = line.decode().split()
                if set(new) != {'0'}:
                    commits[old] = new
    return commits


def list_refs():
    listed = git('for-each-ref', '--format=%(objectname)%00%(objecttype)%00%(*objecttype)%00%(symref)%00%(refname)')
    return [line.split(b'\0') for line in listed.split(b'\n') if line]


ODD = os.path.join(PLAN, 'work', 'odd-refs')


def prepare():
    """Sets refs aside that git fast-export skips or cannot tell: tags of tags, and what leads to no commit."""
    odd = []
    for object_id, kind, peeled, target, ref in list_refs():
        if target or kind == b'commit':
            continue
        if kind != b'tag' or not read_object(object_id.decode())[1].split(b'\n')[1] == b'type commit':
            odd.append(object_id + b' ' + ref)
    with open(ODD, 'wb') as file:
        file.write(b''.join(line + b'\n' for line in odd))
    if odd:
        git('update-ref', '-z', '--stdin', stdin=b''.join(b'delete ' + line.split(b' ', 1)[1] + b'\0\0' for line in odd))


def restore_odd(commits):
    with open(ODD, 'rb') as file:
        lines = file.read().splitlines()
    orders = []
    for object_id, ref in (line.split(b' ', 1) for line in lines):
        orders.append(b'update ' + text(ref) + b'\0' + rewrite_object(object_id.decode(), commits).encode() + b'\0\0')
    if orders:
        git('update-ref', '-z', '--stdin', stdin=b''.join(orders))


def finish_refs(commits):
    known = {ref for _, _, _, _, ref in list_refs()}
    orders, symbolic = [], []
    for object_id, kind, peeled, target, ref in list_refs():
        new = text(ref)
        if target:
            if text(target) != target or new != ref:
                symbolic.append((new, text(target)))
                orders.append(b'option no-deref\0delete ' + ref + b'\0\0')
            continue
        if new != ref and new in known:
            orders.append(b'delete ' + ref + b'\0\0')
            continue
        if new != ref:
            fresh = object_id.decode()
            orders.append(b'delete ' + ref + b'\0\0')
            orders.append(b'update ' + new + b'\0' + commits.get(fresh, fresh).encode() + b'\0\0')
    head = subprocess.run(('git', 'symbolic-ref', '-q', 'HEAD'), stdout=subprocess.PIPE).stdout.strip()
    if head and text(head) != head:
        git('symbolic-ref', 'HEAD', text(head).decode())
    deletes = [o for o in orders if b'delete ' in o]
    for batch in (deletes, [o for o in orders if b'delete ' not in o]):
        if batch:
            git('update-ref', '-z', '--stdin', stdin=b''.join(batch))
    for ref, target in symbolic:
        git('symbolic-ref', ref.decode(), target.decode())


def finish_notes(commits):
    """Notes are kept under the ids of what they speak of: those have changed."""
    for object_id, _, _, _, ref in list_refs():
        if ref.startswith(b'refs/notes/'):
            new, done = None, {}
            for line in git('rev-list', '--reverse', '--topo-order', object_id.decode()).decode().split():
                new = done[line] = move_notes(line, done, commits)
            if new is not None and new != object_id.decode():
                git('update-ref', '-z', '--stdin', stdin=b'update ' + ref + b'\0' + new.encode() + b'\0\0')


def move_notes(commit_id, done, commits):
    data = git('cat-file', 'commit', commit_id)
    head, _, message = data.partition(b'\n\n')
    lines, moved = head.split(b'\n'), False
    tree = lines[0].split()[1].decode()
    records = []
    for record in git('ls-tree', '-r', '-z', '--full-tree', tree).split(b'\0'):
        if not record:
            continue
        about, _, path = record.partition(b'\t')
        spoken = path.replace(b'/', b'').decode('latin1')
        if commits.get(spoken, spoken) != spoken:
            path, moved = commits[spoken].encode(), True
        records.append(about.replace(b' blob ', b' ') + b'\t' + path + b'\0')
    if moved:
        index = os.path.join(PLAN, 'work', 'index')
        environment = dict(os.environ, GIT_INDEX_FILE=index)
        if os.path.exists(index):
            os.remove(index)
        subprocess.run(('git', 'update-index', '-z', '--add', '--index-info'), input=b''.join(records), env=environment, check=True)
        fresh = subprocess.run(('git', 'write-tree'), stdout=subprocess.PIPE, env=environment, check=True).stdout.strip()
        lines[0] = b'tree ' + fresh
    parents = [b'parent ' + done.get(l.split()[1].decode(), l.split()[1].decode()).encode() if l.startswith(b'parent ') else l for l in lines[1:]]
    fresh = b'\n'.join(lines[:1] + parents) + b'\n\n' + message
    return commit_id if fresh == data else write_object('commit', fresh)


def finish_settings(git_dir):
    """[branch "name"] and its merge: the only places where git's own configuration repeats the name of a branch."""
    path = os.path.join(git_dir, 'config')
    with open(path, 'rb') as file:
        lines = file.read().split(b'\n')
    fresh = [text(l) if re.match(rb'\s*(\[branch |merge\s*=)', l) else l for l in lines]
    if fresh != lines:
        with open(path, 'wb') as file:
            file.write(b'\n'.join(fresh))


def finish(git_dir, commit_map):
    commits = read_map(commit_map)
    finish_refs(commits)
    restore_odd(commits)
    finish_notes(commits)
    finish_settings(git_dir)


if __name__ == '__main__':
    if sys.argv[1] == 'prepare':
        prepare()
    else:
        finish(sys.argv[2], sys.argv[3])
`;
