const e=require("./main.cjs"),t=require("./runbook.cjs"),n=require("./mask.cjs"),r=require("./whole.cjs"),i=require("./links.cjs"),a=require("./clone.cjs"),o=require("./fingerprints.cjs"),s=require("./report-file.cjs");let c=require("node:fs"),l=require("node:path"),u=require("node:crypto"),d=require("node:url"),f=require("node:zlib");const p=[{name:`GitHub`,pattern:/(?:^|[@/.])github\./i,lines:_},{name:`GitLab`,pattern:/(?:^|[@/.])gitlab\./i,lines:ee},{name:`Bitbucket`,pattern:/(?:^|[@/.])bitbucket\./i,lines:v}];function m(e){let t=p.filter(({pattern:t})=>e.remotes.some(({url:e})=>t.test(e))),n=[...t,...p.filter(e=>!t.includes(e))];return[h(e),...n.map(t=>[`### ${t.name}`,``,...t.lines(e,x(e.remotes,t.pattern))])]}function h(e){let t=g(e);return[`## Push`,``,`Lift branch protection and rules against forced pushes, push, and put them back at once.`,``,"```sh",`git push --force --mirror URL                                # from a mirror`,...t.length===0?[`git push --force origin BRANCH ... && git push --force origin refs/tags/TAG ...   # from a clone: what the remote has`]:t,"```",``,"`--mirror` also deletes what the mirror does not have. A branch or tag whose name held a secret has a new name: delete the old one at the remote, if you do not mirror. Refs that belong to the host (those of pull requests) are refused; that is expected. `refs/stash` is never pushed: where a mirror of your own carries one, delete it there (`git update-ref -d refs/stash`).",`Check that nobody has pushed since you cloned: a forced push would drop their commits.`]}function g({refs:e,branches:t}){let n=/* @__PURE__ */ new Map;for(let r of e){let[,e,i]=/^refs\/remotes\/([\w.-]+)\/(?!HEAD$)([\w./-]+)$/.exec(r)??[];if(e===void 0||i===void 0)continue;let a=t.includes(`refs/heads/${i}`)?`refs/heads/${i}`:r;n.set(e,[...n.get(e)??[],`${a}:refs/heads/${i}`])}let r=e.filter(e=>/^refs\/tags\/[\w./-]+$/.test(e));return[...n].map(([e,t])=>`git push --force ${e} ${[...t,...r].join(` `)}   # from a clone`)}function _({refs:e,commits:t,lfs:n},r){let i=e.filter(e=>/^refs\/pull\/\d+\/head$/.test(e));return["The forced push replaces branches and tags. It does not replace `refs/pull/*`, which are read-only; old commits stay readable by their id, through cached views, pull requests and every fork, until Support removes them. Forks are not rewritten: only their owners can do that.",`Delete as well: logs, artifacts and caches of Actions, release assets, the wiki’s history, gists, Pages builds, packages.`,`When branches and tags are clean and forks are gone, write to https://support.github.com (no paid plan is needed for this):`,``,...y([`Sensitive-data removal for ${r}, as described in "Removing sensitive data from a repository".`,`The credential has been revoked. History was rewritten and pushed by force.`,`Pull requests affected: ${i.length===0?`<number: grep -c of ^refs/pull/.*/head$ in refs of a mirror clone>`:String(i.length)}.`,`First changed commits: ${b(t)}.`,`LFS objects orphaned: ${n?`<list of work/orphaned-lfs-objects>`:`none`}.`,`Please dereference or delete the pull requests concerned, run garbage collection, and remove cached views.`]),``,`Support helps where rotating the key cannot mend the damage. On GitHub Enterprise Server an administrator does it.`]}function ee({commits:e},t){return["The forced push replaces branches and tags. `refs/merge-requests/*`, `refs/keep-around/*` and `refs/pipelines/*` still hold old commits, and commits stay readable by their id; a forced push cannot reach them.",`An owner can go on without support: Settings → Repository → Repository maintenance → Remove blobs, with the ids of the blobs listed above (or Redact text), then Settings → General → Advanced → Run housekeeping, wait at least half an hour, then Prune unreachable objects. Delete merge requests and pipelines that show it, job logs, artifacts, packages and registry images.`,`Projects with forks share a pool of objects, which this does not clean. Then write to support, or on your own instance to its administrator:`,``,...y([`Please remove sensitive data from ${t}.`,`The credential has been revoked, and history was rewritten and pushed by force.`,`Commits that brought it in: ${b(e)}.`,`Please remove the internal refs (merge-requests, keep-around, pipelines) that hold them, clean the object pool that the forks share, run a full garbage collection with immediate pruning, and clear cached diffs.`])]}function v({commits:e},t){return["The forced push replaces branches and tags. Bitbucket Cloud keeps references of pull requests that no clone shows, so commits stay readable by their id until its support removes them; historic pull requests may go with them. Bitbucket Data Center refuses a push of `refs/pull-requests/*`: push branches and tags only, and let an administrator run garbage collection. Forks are not rewritten.",`A new, empty repository, with the rewritten branches and tags pushed to it, is the way that needs no support.`,``,...y([`Please remove sensitive data from ${t}.`,`The credential has been revoked, and history was rewritten and pushed by force.`,`Commits that brought it in: ${b(e)}.`,`Please remove the references of pull requests that hold them, and run garbage collection so that they can no longer be read by id.`])]}function y(e){return["```text",...e,"```"]}function b(e){return e.length===0?`<see work/first-changed-commits after the run>`:`${e.slice(0,20).join(`, `)}${e.length>20?` and ${e.length-20} more`:``}`}function x(e,t){let n=e.find(e=>t.test(e.url))?.url??``,r=/[:/]([^:/]+(?:\/[^:/]+)+)$/.exec(n.replace(/\/$/,``).replace(/\.git$/,``).replace(/^[a-z+]+:\/\/[^/]+/i,`:`))?.[1];return r!==void 0&&/^[\w./-]+$/.test(r)?r:`OWNER/REPOSITORY`}const S={"filter-repo":{},"filter-branch":{person:`Names and addresses of authors, committers and taggers that hold it stay.`,note:`Notes are rewritten, but stay filed under the old ids of their commits: git log no longer shows them.`,"odd-tag":`Tags of tags keep their message, and become tags of the commit; tags of files or trees stay as they are.`},bfg:{binary:`Binary files, UTF-16 text and secrets of several lines are not overwritten: the file is replaced by FILE.REMOVED.git-id.`,archive:`Archives are not written anew: the file is replaced by FILE.REMOVED.git-id.`,message:`Commit messages that hold it stay.`,"tag-message":`Messages of annotated tags that hold it stay.`,person:`Names and addresses of authors, committers and taggers that hold it stay.`,path:`Names of files and folders that hold it stay.`,ref:`Names of branches and tags that hold it stay.`,note:`Notes are rewritten, but stay filed under the old ids of their commits: git log no longer shows them.`,"odd-tag":`Tags of files or trees stay as they are.`}},C={"filter-repo":[`git fast-export, which it works on, writes the file mode 100664 of very old repositories as 100644.`,`Ids that messages mention are left as they are; work/commit-map tells the new ones.`],"filter-branch":[`It rewrites only what the audit saw: run in a mirror with more refs (those of pull requests), it leaves what only those hold. git filter-repo looks for the bytes wherever they are.`,`Ids that messages mention are left as they are. Messages in another encoding become UTF-8.`,`It starts several processes for every commit: ten thousand commits take an hour or so. Its own manual advises against it.`],bfg:[`It puts its own words into history: ids of commits that messages mention are replaced.`,`Its files are listed when the plan is written: in a mirror with more refs (those of pull requests) binary files that only those hold are left.`]},te=[`Signatures of rewritten commits and tags are dropped: what they sign has changed. Sign releases again.`,`Commit ids change from the first rewritten commit on.`,`Submodules are repositories of their own: what their history holds is not looked into here. Audit and purge each.`,`Files that Git LFS keeps are not in the history: only their pointers are. Delete an LFS object at the host, and below .git/lfs/objects.`];function ne(e,t){return Object.entries(S[e]).flatMap(([e,n])=>t.has(e)&&n!==void 0?[n]:[])}function re(e){return[...C[e],...te]}const w=String.raw`(?:(?<![A-Za-z0-9])|(?<=\\[abfnrtv0])|(?<=%[0-9A-Fa-f]{2})|(?<=\\x[0-9A-Fa-f]{2})|(?<=\\u[0-9A-Fa-f]{4})|(?<=[ \t\r\n=,\(\[\x22\x27\x60]-[A-Za-z]))`,ie=`(?![A-Za-z0-9])`,ae=RegExp(`${w}$`);function T(e,t=()=>void 0){let n=/* @__PURE__ */ new Uint8Array(65536),r=/* @__PURE__ */ new Map,i=[];for(let t of[...e].sort((e,t)=>t.find.length-e.find.length)){if(t.find.length<4){i.push(t);continue}n[k(t.find,0)]=1;let e=pe(t.find,0),a=r.get(e);a===void 0?r.set(e,[t]):a.push(t)}for(let{find:e}of i)me(n,e);let a=(e,t,n)=>(t+4<=e.length?r.get(pe(e,t)):void 0)?.find(r=>ue(r,e,t,n))??i.find(r=>ue(r,e,t,n));return{unwrap:t,longest:Math.max(0,...e.map(({find:e})=>e.length)),find(e,t){let r=[];for(let i=0;i<e.length;i+=1){if(n[(e[i]??0)<<8|(e[i+1]??0)]===0)continue;let o=a(e,i,t);o!==void 0&&(r.push({at:i,form:le(o,e,i,a,t)}),i+=o.find.length-1)}return r}}}function E(e,t,n){let r=[],i=0;for(let{at:a,form:o}of t)r.push(e.subarray(i,a),n?o.same:o.text),i=a+o.find.length;return Buffer.concat([...r,e.subarray(i)])}const D=`part of another word`,O=`inside something longer`;function oe(e,t){let n=e.filter(({whole:e})=>e).map(e=>({...e,whole:!1,coding:e.word===!0?D:O}));if(n.length===0)return;let{find:r,longest:i,unwrap:a}=T(n,t);return{longest:i,unwrap:a,find:(e,t)=>r(e,t).filter(({at:t,form:n})=>!de(e,t,t+n.find.length))}}const se=new TextDecoder(`utf-8`,{fatal:!0});function ce(e){if(e.includes(0)||Buffer.from(e.subarray(0,5)).toString(`latin1`)===`%PDF-`)return!0;try{return se.decode(e),!1}catch{return!0}}function le(e,t,n,r,i){if(e.coding!==`utf-16be`||n%2==0)return e;let a=r(t,n+1,i);return a?.coding===`utf-16le`?{...e,coding:a.coding}:e}function ue({find:e,whole:t,only:n},r,i,a){if(i+e.length>r.length)return!1;for(let t=0;t<e.length;t+=1)if(r[i+t]!==e[t])return!1;return t&&!de(r,i,i+e.length)?!1:n===void 0||a!==void 0&&n.includes(a)}function de(e,t,n){return fe(e[n])?!1:!fe(e[t-1])||ae.test(Buffer.from(e.subarray(Math.max(0,t-6),t)).toString(`latin1`))}function fe(e){return e!==void 0&&(e>=48&&e<=57||e>=65&&e<=90||e>=97&&e<=122)}function k(e,t){return(e[t]??0)<<8|(e[t+1]??0)}function pe(e,t){return k(e,t)<<16|k(e,t+2)}function me(e,t){let[n=0,r]=t;r===void 0?e.fill(1,n<<8,n+1<<8):e[n<<8|r]=1}function he(e){return`${[_e(e),ve(e),...ge(e)?[]:[be(e)],Se(e),Ce(e),Ee(e),...m(e),De(e),Oe(),ke(e)].map(e=>e.join(`
`)).join(`

`)}\n`}function ge({findings:e,refs:t}){return e.some(({exposure:{reach:e}})=>e===`pushed`||e===`tag`)||t.some(e=>!/^refs\/(?:heads|notes)\/|^refs\/stash$/.test(e))}function _e({findings:e,markOf:t}){return[`# Purge plan`,``,"Written by `skan purge`. Nothing has been changed yet. No secret is in this file; `forms.json` and the files beside it hold them.",``,`| secret | rule | severity | reach | becomes |`,`| --- | --- | --- | --- | --- |`,...e.map(({redacted:e,rule:n,severity:r,exposure:i,fingerprint:a})=>`| ${j(e)} | ${n} | ${r} | ${i.reach} | ${j(t(a))} |`)]}function ve({findings:e}){return[`## 1. Revoke first`,``,`Whoever has fetched the key keeps it, and a rewritten history does not take it back. Once it is revoked, ask whether the purge is worth its cost: every clone and every open branch must be rebuilt, ids and signatures change.`,``,...[...new Map(e.map(({rule:e,title:t,remediation:{revoke:n}})=>[e,{title:t,revoke:n}])).values()].flatMap(({title:e,revoke:t})=>[`- ${e}${t.url===void 0?``:`: ${t.url}`}`,...t.steps.map(e=>`  - ${e}`)]),``,"Then rotate: `skan explain <fingerprint>` has the steps. Then, and only then:",``,`2. tell everyone to push what they have and stop, and merge or close open pull requests;`,`3. run the script (below), which takes a backup first;`,"4. prove it: `skan purge --verify --plan DIR`;",`5. push by force, clean up at the host, repair or replace every clone;`,`6. delete the backup and this folder.`]}const ye={staged:"Only staged: take it out of the file and stage it again (`git add`), or `git restore --staged FILE`.",worktree:`Only in the work tree: take it out of the file.`,local:"In commits that only this clone has: `git commit --amend` if it is the last one; `git rebase -i` from the parent of the commit that brought it if it is an older one; `git reset` to take back commits that are not needed.",stash:"In a stash: `git stash list`, then `git stash drop` the one that holds it.",reflog:`Only the reflog still reaches it.`,unreachable:`Nothing reaches it any more.`};function be({findings:e}){let n=[...new Set(e.map(({exposure:e})=>e.reach))].sort(),r=e.some(({occurrences:e})=>e.some(({source:e})=>e===`commit-message`||e===`tag-message`));return[`## The short way`,``,`As far as this clone knows, none of it was pushed, so nothing needs to be pushed by force, and nobody else has to do anything. Instead of running the script:`,``,...n.flatMap(e=>ye[e]===void 0?[]:[`- ${ye[e]}`]),`- Afterwards, always, what git still remembers: \`${t.t}\`, then \`git gc --prune=now\`. Stashes stay; one that was made on top of such a commit holds it too.`,...r?['- git keeps the last message that was written: `rm -f "$(git rev-parse --git-dir)/COMMIT_EDITMSG"`.']:[],"- Then prove it: `skan purge --verify --plan DIR`.",``,`If it was shared in any other way (a bundle, an archive, a screen, an editor that syncs), it counts as pushed: revoke it. The script does the same job for many commits at once.`]}const xe=[[`pull and merge requests`,/^refs\/(?:pull|merge-requests|pull-requests|changes)\//],[`branches`,/^refs\/heads\//],[`tags`,/^refs\/tags\//],[`notes`,/^refs\/notes\//],[`stashes`,/^refs\/stash$/],[`remote-tracking branches (the remote has or had them)`,/^refs\/remotes\//],[`other refs`,/^/]];function Se({refs:e,commits:t,submodules:n}){let r=new Set(e),i=xe.flatMap(([e,t])=>{let n=[...r].filter(e=>t.test(e));for(let e of n)r.delete(e);return n.length===0?[]:[`- ${e}: ${n.map(j).join(`, `)}`]});return[`## What holds it`,``,...i.length===0?[`- no ref: only the index, reflogs, or objects that nothing reaches`]:i,...t.length===0?[]:[`- brought in by: ${t.map(e=>j(e.slice(0,12))).join(`, `)}`],"- every clone that was fetched since, and every fork: nobody can list them from here. `git cat-file -t <id of a commit above>` fails in a clone that does not hold it.","- pull requests of the host, which an ordinary clone does not fetch: `git clone --mirror URL` does. If the host has any, run the plan there.",...n.map(e=>`- submodule ${j(e)}: a repository of its own, not looked into`)]}function Ce({holdings:e,parts:t,pathsOf:n,wayOf:r,tool:i,corners:a,closed:o,lfs:s}){return[`## What becomes of it`,``,`| object | kind | stands at | written as | becomes |`,`| --- | --- | --- | --- | --- |`,...e.map(e=>[j(e.id.slice(0,12)),e.type,n(e.id).map(j).join(`, `)||`-`,e.codings.join(`, `),Te(e,r(e.id),i)].join(` | `)).map(e=>`| ${e} |`),``,...A(ne(i,a).map(e=>`**Not done by ${i}:** ${e} Use git filter-repo, or the proof will fail.`)),...A(re(i)),...we(t),...o.length===0?[]:A([`Not opened, so not known: ${o.map(j).join(`, `)}.`]),...s?A([`This repository uses Git LFS: see above.`]):[]]}function we(e){let t=e.filter(({codings:e})=>e.includes(O)),n=e.filter(({codings:e})=>e.includes(D)),r=e=>`${e.slice(0,20).map(({id:e})=>j(e.slice(0,12))).join(`, `)}${e.length>20?` and ${e.length-20} more`:``}`;return A([...t.length===0?[]:[`**Left as it is:** a short secret that somebody chose is replaced only where it is a word of its own. Inside something longer it also stands in ${r(t)}: \`git log --all --find-object=<id>\` says where. Look at each, and take it out there by hand before you run the script; the proof fails while one is left.`],...n.length===0?[]:[`A secret that is a word is replaced only where it is a word of its own. As a part of other words its letters also stand in ${r(n)}; these stay, and the proof counts them.`]])}function Te({type:e,inside:t},n,r){if(e===`commit`||e===`tag`)return`a mark in its place`;if(e===`tree`)return`a name with a mark in it`;if(r===`bfg`&&n!==`text`)return`replaced by a file that names its old id`;switch(n){case`archive`:return`members written anew: ${t.map(j).join(`, `)||`names`}`;case`note`:return`replaced by a one-line note: it cannot be written without it`;case`same length`:return`overwritten by as many bytes`;default:return`a mark in its place`}}function Ee({folder:e}){return[`## Run it`,``,`Where others share the repository, a fresh mirror is the best place, because it has every ref of the host; in your own clone it works too, and keeps stashes, remotes and settings.`,``,"```sh",`git clone --mirror URL repository.git && cd repository.git`,`sh ${M(`${e}/purge.sh`)}`,`skan purge --verify --plan ${M(e)}`,"```",``,`It asks nothing and pushes nothing. It refuses a shallow or partial clone, a linked work tree, uncommitted changes, an operation in progress, borrowed objects, grafts and replace refs, each with a line that says what to do. It stops at the first error; the backup is then the repository as it was. Stashes are rewritten and kept; reflogs, and objects that nothing reaches, are thrown away.`,``,"To go back, as long as the backup is there (stashes come back as `refs/stash` alone):",``,"```sh",`git fetch --update-head-ok --prune ${M(e)}/backup-*.git '+refs/*:refs/*' && git reset --hard`,"```"]}function De({commits:e,lfs:t}){let[n=`<id>`]=e;return[`## Every other clone`,``,`One old clone that is pushed brings the key back. Best: delete the clone and clone again. Who has work of their own in it:`,``,"```sh",`git tag -l | xargs git tag -d`,`git fetch --prune --tags --force`,`git rebase --onto origin/main <old origin/main> <my branch>   # never merge: a merge brings the old history back`,`git stash list                                                # apply what you need: the next line drops every stash`,`git reflog expire --expire=now --all`,`git gc --prune=now`,`git cat-file -t ${n.slice(0,40)}                         # must fail`,`skan audit`,"```",``,"Nobody else runs `purge.sh` on a clone of the same repository: the rewritten ids would differ where clones differ.",...t?["Git LFS: objects that nothing names any more lie below `.git/lfs/objects` until `git lfs prune`."]:[]]}function Oe(){return[`## What was made from the repository`,``,`A purge of history reaches none of these; look at each:`,``,...A([`CI: caches, artifacts, logs and workspaces of self-hosted runners; delete them.`,`Packages already published (npm, PyPI, Maven, crates, gems, source tarballs of releases): a published version cannot be changed. Withdraw it where the registry allows, publish a clean one, and count the key as public.`,"Container images: every layer keeps its files, also those that a later layer deletes (`docker history`). Build anew from clean sources, push, delete old tags and digests, and run the registry’s garbage collection.",`Deployments, serverless bundles, mobile and desktop builds, static sites and their CDN caches: build and roll out again.`,`Mirrors, backups, forks on other hosts, search engines and public archives of source code: ask each operator; some never delete.`,"Pins of commit ids: submodules, lock files, `uses: owner/action@<id>`, links in documents and issues. They point to commits that are gone."])]}function ke({folder:e}){return[`## At the end`,``,`The backup in ${j(e)} and \`forms.json\` hold the key. Once the proof has passed, also on a fresh clone (\`skan purge --verify --plan DIR --remote URL\`), delete the folder.`,"Then keep it from happening again: `skan init` wires the hook."]}function A(e){return e.map(e=>`- ${e}`)}function j(e){return`\`${e.replaceAll("`",`'`).replaceAll(`|`,`¦`).replace(/[\r\n]+/g,` `)}\``}function M(e){return/^[\w./@%+=,-]+$/.test(e)?e:`'${e.replaceAll(`'`,`'\\''`)}'`}const N=`forms.json`,Ae=`skan purge plan 1`;function je({fingerprints:e,forms:t,objects:n,kept:r}){let i=t.map(({find:e,text:t,same:n,...r})=>({...r,find:P(e),text:P(t),same:P(n)}));return`${JSON.stringify({plan:Ae,fingerprints:e,objects:n,kept:r,forms:i},void 0,1)}\n`}function Me(t,n){let r=Pe(t);if(typeof r!=`object`||!r||!(`plan`in r)||r.plan!==Ae||!(`forms`in r)||!Array.isArray(r.forms))throw new e.tn(`${n}: this is no plan of skan purge; write one with skan purge --all --write DIR`);return{fingerprints:`fingerprints`in r&&Array.isArray(r.fingerprints)?r.fingerprints.map(String):[],objects:`objects`in r&&Array.isArray(r.objects)?r.objects.map(String):[],kept:`kept`in r&&Array.isArray(r.kept)?r.kept.map(String):[],forms:r.forms.map(e=>Ne(e))}}function Ne(e){return{name:String(e.name),coding:String(e.coding),find:F(e.find),text:F(e.text),same:F(e.same),whole:e.whole===!0,...e.word===!0?{word:!0}:{},...Array.isArray(e.only)?{only:e.only.map(String)}:{}}}function Pe(e){try{return JSON.parse(e)}catch{return}}function P(e){return Buffer.from(e).toString(`base64`)}function F(e){return Buffer.from(typeof e==`string`?e:``,`base64`)}function Fe(e,t){if(t.length===0||e.length<t.length)return;let n=[],r=0;for(let i=0;i<e.length&&r<t.length;){let a=Ie(e,i,t,r);a===0||a===1&&r+1<t.length&&!Le(e[i])?i+=1:(n.push({start:i,end:i+a}),i+=a,r+=a)}return r===t.length&&n.length<=64?n:void 0}function Ie(e,t,n,r){let i=0;for(;t+i<e.length&&r+i<n.length&&e[t+i]===n[r+i];)i+=1;return i}function Le(e){return e!==void 0&&/\w/.test(String.fromCharCode(e))}const Re=[`utf-16le`,`utf-16be`,`utf-32le`,`utf-32be`];function ze(e){return Re.some(t=>t===e)}function Be(e,t){let n=Buffer.from(e).toString(`utf8`);if(t===`utf-16le`)return Buffer.from(n,`utf16le`);if(t===`utf-16be`)return Buffer.from(n,`utf16le`).swap16();let r=[...n].map(e=>e.codePointAt(0)??0),i=Buffer.alloc(r.length*4);for(let[e,n]of r.entries())t===`utf-32le`?i.writeUInt32LE(n,e*4):i.writeUInt32BE(n,e*4);return i}function Ve(e,t){let n=/* @__PURE__ */ new Map;for(let r of e)for(let e of Ue(r,t)){let t=Buffer.from(e.find).toString(`latin1`);e.find.length>0&&!n.has(t)&&n.set(t,e)}return[...n.values()].sort((e,t)=>t.find.length-e.find.length||Buffer.compare(e.find,t.find))}function He(e){return t=>`REDACTED-${(0,u.createHmac)(`sha256`,e).update(t.slice(0,8)).digest(`hex`).slice(0,8)}`}function Ue({fingerprint:e,secret:t,runs:n,objects:r,drawn:i,body:a},o){let s=e.slice(0,8),c=Buffer.from(o(e)),l=Buffer.from(t),u=l.length<8||l.length<16&&!i,d=u&&(l.length<8||/^[A-Za-z]+$/.test(t))?{word:!0}:{},f=l.length<8?{only:r}:{},p=(e,t)=>({name:s,coding:e,find:Buffer.from(t),text:c,same:I(Buffer.byteLength(t)),whole:u,...d,...f}),m=(e,t,n)=>({name:s,coding:e,find:t,text:n,same:n,whole:!1,...f}),h=[p(`plain`,t),...We(t).map(([e,t])=>p(e,t)),...a===void 0?[]:qe(a,t).map(([e,t])=>p(e,t)),...a===void 0?[]:[m(`der`,Buffer.from(a,`base64`),I(Buffer.from(a,`base64`).length))],...Ye(t).map(([e,t,n])=>m(e,t,n)),...l.length<12?[]:[...Xe(l),...$e(l)].map(([e,t,n])=>m(e,Buffer.from(t),Buffer.from(n)))],g=n.flatMap(({bytes:e,wide:n})=>{let r=h.filter(({find:t})=>t.length>0&&Buffer.from(e).includes(Buffer.from(t))),i=r.length===0?[tt(e,t)]:r.map(({coding:e,find:t,same:n})=>[e,t,n]);return n===void 0?r.length===0?i.map(([e,t,n])=>m(e,t,n)):[]:i.map(([e,t,r])=>m(e===`plain`?n:`${n}, ${e}`,Be(t,n),Be(r,n)))});return[...h,...g]}function I(e){return Buffer.alloc(e,`X`)}function We(e){let t=JSON.stringify(e).slice(1,-1);return[[`json`,t],[`json`,t.replaceAll(`/`,`\\/`)],[`crlf`,e.replace(/\r?\n/g,`\r
`)],[`lf`,e.replaceAll(`\r
`,`
`)],[`json`,JSON.stringify(e.replace(/\r?\n/g,`\r
`)).slice(1,-1)],[`json`,JSON.stringify(e.replaceAll(`\r
`,`
`)).slice(1,-1)],[`percent`,Je(e)],[`html`,e.replaceAll(`&`,`&amp;`).replaceAll(`<`,`&lt;`).replaceAll(`>`,`&gt;`).replaceAll(`"`,`&quot;`)]].filter(([,t])=>t!==e)}const Ge=[`
`,`\r
`,`\\n`,`\\r\\n`],Ke=[`	`,...[1,2,4,6,8,10,12].map(e=>` `.repeat(e))];function qe(e,t){let n=Math.max(0,...(t.match(/[A-Za-z0-9+/]{32,}/g)??[]).map(e=>e.length)),r=[.../* @__PURE__ */ new Set([n,64])].filter(t=>t>0&&t<e.length);return[[`pem body`,e],...r.flatMap(t=>[...Ge,...t===n?Ke.map(e=>`\n${e}`):[]].map(n=>[`pem body`,(e.match(RegExp(`.{1,${t}}`,`g`))??[]).join(n)]))]}function Je(e){try{return encodeURIComponent(e)}catch{return e}}function Ye(e){let t=Buffer.from(e,`utf16le`),n=Buffer.from(`X`.repeat(t.length/2),`utf16le`);return[[`utf-16le`,t,n],[`utf-16be`,Buffer.from(t).swap16(),Buffer.from(n).swap16()]]}function Xe(e){return[0,1,2].map(t=>[Ze(e,t),Ze(I(e.length),t)]).flatMap(([e,t])=>{let n=Qe(e);return[[`base64`,e,t],...n===e?[]:[[`base64url`,n,Qe(t)]]]})}function Ze(e,t){return Buffer.concat([Buffer.alloc(t),e]).toString(`base64`).slice(Math.ceil(t*8/6),Math.floor((t+e.length)*8/6))}function Qe(e){return e.replaceAll(`+`,`-`).replaceAll(`/`,`_`)}function $e(e){let t=e.toString(`hex`),n=I(e.length).toString(`hex`);return[[`hex`,t,n],[`hex`,t.toUpperCase(),n.toUpperCase()]]}const et=/\\?\r?\n[ \t]*|(["'`])[ \t\r\n]*(?:\+|\.{1,2}|&|,|\\\r?\n)?[ \t\r\n]*["'`]/g;function tt(e,t){let n=Fe(e,Buffer.from(t)),r=Buffer.from(e);if(n!==void 0){for(let{start:e,end:t}of n)r.fill(`X`,e,t);return[`split`,e,r]}r.fill(`X`);for(let{index:t,0:n}of Buffer.from(e).toString(`latin1`).matchAll(et))r.write(n,t,`latin1`);return[`encoded`,e,r]}const nt=[124,136],L=[148,156],rt=[`0`,`\0`,`7`],it=[`x`,`g`,`L`,`K`],at=[`1`,`2`,`3`,`4`,`5`,`6`,...rt,...it];function ot(e){return e.length>=512&&e.toString(`latin1`,257,262)===`ustar`&&ft(e.subarray(0,512))}function st(e){return ut(e)?.filter(({file:e})=>e).map(({start:t,data:n,size:r})=>({name:e.toString(`utf8`,t,t+100).replace(/\0[^]*$/,``),bytes:e.subarray(n,n+r)}))}function ct(e,t,n){let r=ut(e);if(r===void 0)return;let i=[],a=0;for(let{start:o,data:s,size:c,end:l,file:u}of r){let r=u?t.get(a++):void 0,d=r===void 0?e.subarray(s,s+c):Buffer.from(r);i.push(lt(e.subarray(o,s),r?.length,n)),i.push(u?d:n(d)),i.push(r===void 0?e.subarray(s+c,l):Buffer.alloc(dt(d.length)-d.length))}return Buffer.concat([...i,e.subarray(r.at(-1)?.end??0)])}function lt(e,t,n){let r=Buffer.from(n(e));return t!==void 0&&r.write(`${t.toString(8).padStart(11,`0`)}\0`,nt[0],`latin1`),r.equals(e)||r.write(`${pt(r).toString(8).padStart(6,`0`)}\0 `,L[0],`latin1`),r}function ut(e){let t=[];for(let n=0;n+512<=e.length;){let r=e.subarray(n,n+512);if(r.every(e=>e===0))return t;let i=mt(r.subarray(...nt)),a=r.toString(`latin1`,156,157),o=n+512;if(i===void 0||!ft(r)||!at.includes(a)||o+i>e.length||[`x`,`g`].includes(a)&&/(?:^|\n)\d+ (?:size|GNU\.sparse\.[\w.]+)=/.test(e.toString(`latin1`,o,o+i)))return;let s=Math.min(e.length,o+dt(i));t.push({start:n,data:o,size:i,end:s,file:rt.includes(a)}),n=s}return t}function dt(e){return Math.ceil(e/512)*512}function ft(e){return mt(e.subarray(...L))===pt(e)}function pt(e){let t=(L[1]-L[0])*32;for(let n=0;n<512;n+=1)(n<L[0]||n>=L[1])&&(t+=e[n]??0);return t}function mt(e){let t=e.toString(`latin1`).replace(/[\0 ]+$/,``).trim();return t===``?0:/^[0-7]+$/.test(t)?parseInt(t,8):void 0}const ht=Uint32Array.from({length:256},(e,t)=>{let n=t;for(let e=0;e<8;e+=1)n=(n&1)==1?3988292384^n>>>1:n>>>1;return n>>>0});function gt(e){let t=4294967295;for(let n of e)t=t>>>8^(ht[(t^n)&255]??0);return(t^4294967295)>>>0}const _t=67324752;function R(e){return e.length>=22&&e.readUInt32LE(0)===_t}function vt(e,t){let n=St(e),r=t;return n?.entries.map(t=>{let n=Et(e,t,r);return r-=n?.length??0,{name:t.name,bytes:n}})}function yt(e,t,n){let r=St(e);if(r===void 0)return;let i=r.entries.map((e,t)=>({entry:e,position:t})).sort((e,t)=>e.entry.local-t.entry.local),a=[],o=/* @__PURE__ */ new Map,s=0;for(let[c,{entry:l,position:u}]of i.entries()){let d=bt(e,l,i[c+1]?.entry.local??r.start,t.get(u),n);if(d===void 0)return;o.set(u,xt(e,l,d,s,n)),a.push(d.bytes),s+=d.bytes.length}let c=r.entries.map((e,t)=>o.get(t)??Buffer.alloc(0)),l=c.reduce((e,{length:t})=>e+t,0),u=Buffer.from(e.subarray(r.end));return u.writeUInt32LE(l,12),u.writeUInt32LE(s,16),Buffer.concat([...a,...c,u])}function bt(e,t,n,r,i){if(r===void 0)return{bytes:z(Buffer.from(e.subarray(t.local,n)),30,e.readUInt16LE(t.local+26),i)};if(t.flags&1)return;let a=t.method===0?Buffer.from(r):(0,f.deflateRawSync)(r),o=z(Buffer.from(e.subarray(t.local,t.data)),30,e.readUInt16LE(t.local+26),i),s={crc:gt(r),packed:a.length,size:r.length,method:t.method};return o.writeUInt16LE(t.flags&-9,6),o.writeUInt32LE(s.crc,14),o.writeUInt32LE(s.packed,18),o.writeUInt32LE(s.size,22),{bytes:Buffer.concat([o,a]),sizes:s}}function xt(e,t,{sizes:n},r,i){let a=z(Buffer.from(e.subarray(t.start,t.end)),46,e.readUInt16LE(t.start+28),i);return a.writeUInt32LE(r,42),n===void 0||(a.writeUInt16LE(t.flags&-9,8),a.writeUInt32LE(n.crc,16),a.writeUInt32LE(n.packed,20),a.writeUInt32LE(n.size,24)),a}function z(e,t,n,r){return r(e.subarray(t,t+n)).copy(e,t),e}function St(e){let t=Ct(e);if(t===void 0)return;let n=e.readUInt16LE(t+10),r=e.readUInt32LE(t+16);if(n>2e4||r===4294967295||r>t||e.readUInt16LE(t+8)!==n)return;let i=[];for(let a=r;i.length<n;){let n=wt(e,a,t);if(n===void 0)return;i.push(n),a=n.end}return Tt(i,r)?void 0:{entries:i,start:r,end:t}}function Ct(e){let t=Math.max(0,e.length-22-65535);for(let n=e.length-22;n>=t;--n)if(e.readUInt32LE(n)===101010256&&n+22+e.readUInt16LE(n+20)===e.length)return n}function wt(e,t,n){if(t+46>n||e.readUInt32LE(t)!==33639248)return;let r=e.readUInt16LE(t+28),i=t+46+r+e.readUInt16LE(t+30)+e.readUInt16LE(t+32),a=e.readUInt32LE(t+42);if(i>n||a+30>n||e.readUInt32LE(a)!==_t)return;let o=a+30+e.readUInt16LE(a+26)+e.readUInt16LE(a+28),s=e.readUInt32LE(t+20);if(!(o+s>n))return{start:t,end:i,flags:e.readUInt16LE(t+8),method:e.readUInt16LE(t+10),packedSize:s,size:e.readUInt32LE(t+24),name:e.toString(`utf8`,t+46,t+46+r),local:a,data:o}}function Tt(e,t){let n=[...e].sort((e,t)=>e.local-t.local);return n.some(({data:e,packedSize:r},i)=>e+r>(n[i+1]?.local??t))}function Et(e,{flags:t,method:n,data:r,packedSize:i,size:a},o){if(t&1||a>o)return;let s=e.subarray(r,r+i);if(n===0)return s;if(n===8)try{return(0,f.inflateRawSync)(s,{maxOutputLength:Math.max(1,o)})}catch{return}}const Dt=268435456;function B(e){let t=U(e);return R(t)||H(t)||ot(t)||At(e)!==void 0}const Ot=[[`bzip2`,/^BZh[1-9]1AY/],[`xz`,/^\xfd7zXZ\0/],[`zstd`,/^\x28\xb5\x2f\xfd/]],kt=[[`7z`,/^7z\xbc\xaf\x27\x1c/],[`rar`,/^Rar!\x1a\x07/]];function At(e){return Mt(Ot,e)}function jt(e){return Mt(kt,e)}function Mt(e,t){let n=Buffer.from(t.subarray(0,8)).toString(`latin1`);return e.find(([,e])=>e.test(n))?.[0]}function V(e,t,n){let r=[],i=[],a={left:Dt},o=(e,s)=>{let c=Ft(U(e),a.left)??It(e,t,a.left);if(c===void 0||s.length>=4)B(e)&&i.push(s.join(`/`)||`the archive`);else for(let{name:e,bytes:l}of c){let c=[...s,e];if(l===void 0){i.push(c.join(`/`));continue}a.left-=l.length;let u=t.find(l,n);u.length>0&&r.push({path:c,found:u});let d=jt(l);d!==void 0&&i.push(`${c.join(`/`)} (${d})`),B(l)&&o(l,c)}};return o(e,[]),{inside:r,closed:i}}function Nt(e,t,n,r=0){let i=U(e);if(r>=4)return;let a=Ft(i,Dt);if(a===void 0)return;let o=/* @__PURE__ */ new Map;for(let[e,{bytes:i}]of a.entries()){if(i===void 0)continue;let a=Pt(i,t,n,r+1);if(a===void 0)return;a!==i&&o.set(e,a)}if(H(i))return Lt(i,o.get(0));let s=e=>E(e,t.find(e,n),!0);return R(i)?yt(i,o,s):ct(i,o,s)}function Pt(e,t,n,r=0){if(B(e))return V(e,t,n).inside.length>0||t.find(e,n).length>0?Nt(e,t,n,r):e;let i=t.find(e,n);return i.length===0?e:E(e,i,ce(e))}function Ft(e,t){if(R(e))return vt(e,t)?.map(({name:e,bytes:t})=>({name:`zip:${e}`,bytes:t}));if(ot(e))return st(e)?.map(({name:e,bytes:t})=>({name:`tar:${e}`,bytes:t}));if(H(e))try{return[{name:`gzip`,bytes:(0,f.gunzipSync)(e,{maxOutputLength:Math.max(1,t)})}]}catch{return}}function It(e,{unwrap:t},n){let r=At(e),i=r===void 0?void 0:t(e,n);return r===void 0||i===void 0?void 0:[{name:r,bytes:i}]}function H(e){return e.length>18&&e[0]===31&&e[1]===139&&e[2]===8}function Lt(e,t){let n=(0,f.gzipSync)(t??(0,f.gunzipSync)(e),{level:9});return e.copy(n,4,4,8),n}function U(e){return Buffer.from(e.buffer,e.byteOffset,e.byteLength)}function Rt({id:e,type:t,bytes:n,whole:r},i){let a=i.find(n,e),o=t===`blob`&&B(n),s=t===`blob`?jt(n):void 0,{inside:c,closed:l}=o&&r?V(n,i,e):{inside:[],closed:o?[`too large to be opened`]:s===void 0?[]:[s]},u=[...a,...c.flatMap(e=>e.found)];return u.length===0?{holding:void 0,closed:l}:{holding:{id:e,type:t,secrets:G(u.map(({form:e})=>e.name)),codings:G(u.map(({form:e})=>e.coding)),inside:c.map(({path:e})=>e.join(`/`))},closed:l}}function W(e,t){return e===void 0?t:{...e,secrets:G([...e.secrets,...t.secrets]),codings:G([...e.codings,...t.codings]),inside:G([...e.inside,...t.inside])}}function G(e){return[...new Set(e)].sort()}const K=`skan_rewrite.py`,zt=String.raw`# Called by git filter-repo (see purge.sh): what it does with each blob, message, name and ref. The secrets are in
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
        self.pattern = rb'${w}' + pattern + rb'${ie}' if data['whole'] else pattern


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
`;function Bt(e,t){return[Vt,Ht(t),Ut,Wt,Gt[e],Kt,qt,Jt[e],Yt(e),Xt].join(`
`)}const Vt=`#!/bin/sh
# Written by skan purge. Run it in the root of the repository to rewrite: sh DIR/purge.sh
# What it does, and what is left to do by hand, is in PURGE.md beside it. Read that first: revoke, then purge.
set -eu
LC_ALL=C
export LC_ALL
say() { printf 'skan purge: %s\\n' "$*"; }
stop() { printf 'skan purge: %s\\n' "$*" >&2; exit 1; }
plan=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
work=$plan/work
export SKAN_PLAN="$plan"
command -v git >/dev/null 2>&1 || stop 'git was not found on the PATH'
unset $(git rev-parse --local-env-vars)
# No hook, no helper of the repository runs, and no remote is reached.
GIT_CONFIG_COUNT=7
GIT_CONFIG_KEY_0=core.hooksPath GIT_CONFIG_VALUE_0=/dev/null
GIT_CONFIG_KEY_1=core.fsmonitor GIT_CONFIG_VALUE_1=false
GIT_CONFIG_KEY_2=gc.auto GIT_CONFIG_VALUE_2=0
GIT_CONFIG_KEY_3=maintenance.auto GIT_CONFIG_VALUE_3=false
GIT_CONFIG_KEY_4=submodule.recurse GIT_CONFIG_VALUE_4=false
GIT_CONFIG_KEY_5=protocol.allow GIT_CONFIG_VALUE_5=never
GIT_CONFIG_KEY_6=core.logAllRefUpdates GIT_CONFIG_VALUE_6=false
export GIT_CONFIG_COUNT GIT_CONFIG_KEY_0 GIT_CONFIG_VALUE_0 GIT_CONFIG_KEY_1 GIT_CONFIG_VALUE_1 GIT_CONFIG_KEY_2 GIT_CONFIG_VALUE_2
export GIT_CONFIG_KEY_3 GIT_CONFIG_VALUE_3 GIT_CONFIG_KEY_4 GIT_CONFIG_VALUE_4 GIT_CONFIG_KEY_5 GIT_CONFIG_VALUE_5 GIT_CONFIG_KEY_6 GIT_CONFIG_VALUE_6
export GIT_TERMINAL_PROMPT=0 GIT_NO_LAZY_FETCH=1 GIT_LFS_SKIP_SMUDGE=1 GIT_PAGER=cat GIT_EDITOR=:
`;function Ht(e){return`witnesses='${e.slice(0,200).join(` `)}'\n`}const Ut=`git rev-parse --git-dir >/dev/null 2>&1 || stop 'this is no git repository: go to the root of the one to rewrite'
bare=$(git rev-parse --is-bare-repository)
here=$(pwd -P)
gitdir=$(CDPATH='' cd -- "$(git rev-parse --git-dir)" && pwd -P)
common=$(CDPATH='' cd -- "$(git rev-parse --git-common-dir)" && pwd -P)
[ "$gitdir" = "$common" ] || stop "this is a linked work tree: go to the main one, which $common belongs to"
if [ "$bare" = true ]; then
  [ "$gitdir" = "$here" ] || stop "go to the root of the repository: $gitdir"
else
  [ "$(git rev-parse --is-inside-git-dir)" = false ] || stop 'go to the root of the work tree, out of .git'
  root=$(CDPATH='' cd -- "$(git rev-parse --show-toplevel)" && pwd -P)
  [ "$root" = "$here" ] || stop "go to the root of the work tree: $root"
fi
case $plan/ in "$here"/*|"$gitdir"/*) stop 'the plan lies inside the repository: move its folder outside' ;; esac
`,Wt=`[ "$(git rev-parse --is-shallow-repository)" = false ] || stop 'the clone is shallow: older commits are not here. Fetch them (git fetch --unshallow), then audit and plan again'
if git config --get-regexp '^(extensions\\.partialclone|remote\\..*\\.promisor)$' >/dev/null; then stop 'the clone is partial: objects are not here. Use a full clone, then audit and plan again'; fi
[ ! -s "$common/objects/info/alternates" ] || stop "the repository borrows objects from $(head -n 1 "$common/objects/info/alternates"): make it whole first (git repack -a -d, then remove objects/info/alternates)"
[ ! -s "$common/info/grafts" ] || stop 'the repository has grafts: make them real first (git replace --convert-graft-file), then see about replace refs'
[ -z "$(git for-each-ref refs/replace/)" ] || stop 'the repository has replace refs, which hide what is rewritten: remove them first (git replace -l, git replace -d)'
for each in "$common"/worktrees/*; do
  [ -e "$each/gitdir" ] || continue
  stop "there are linked work trees, such as $(head -n 1 "$each/gitdir"): remove them first (git worktree remove, git worktree prune)"
done
for each in MERGE_HEAD CHERRY_PICK_HEAD REVERT_HEAD BISECT_LOG rebase-merge rebase-apply sequencer; do
  [ ! -e "$gitdir/$each" ] || stop "something is in progress ($each): finish or abort it first"
done
if [ "$bare" = false ]; then
  [ -z "$(git status --porcelain --untracked-files=no --ignore-submodules=all)" ] || stop 'the work tree has uncommitted changes, which would be lost: commit or stash them first (git stash is rewritten too)'
  git ls-files -v | grep -q '^[a-z]' && stop 'some files are assume-unchanged, so changes in them cannot be seen: git update-index --no-assume-unchanged first'
  [ "$(git config --bool core.sparseCheckout || echo false)" = true ] || ! git ls-files -t | grep -q '^S' || stop 'some files are skip-worktree, so changes in them cannot be seen: git update-index --no-skip-worktree first'
fi
# cat-file answers for all ids at once; one that is here is enough.
[ -z "$witnesses" ] || printf '%s\\n' $witnesses | git cat-file --batch-check='%(objecttype)' | grep -qv ' missing$' ||
  stop 'nothing of what this plan removes is here: it belongs to another repository, or has been run'
# Not umask: what git writes into the repository keeps the modes that it always has.
chmod 700 "$plan"
[ ! -e "$work" ] || rm -rf "$work"
mkdir -m 700 "$work"
`,Gt={"filter-repo":`python=
for each in python3 python; do
  if command -v "$each" >/dev/null 2>&1 && "$each" -c 'import sys; sys.exit(sys.version_info < (3, 6))' 2>/dev/null; then python=$each; break; fi
done
[ -n "$python" ] || stop 'Python 3.6 or newer was not found on the PATH; git filter-repo needs it'
git filter-repo --version >/dev/null 2>&1 || stop 'git filter-repo was not found: pip install git-filter-repo (2.47.0 was tested), or see https://github.com/newren/git-filter-repo/blob/main/INSTALL.md'
`,"filter-branch":`git filter-branch --help >/dev/null 2>&1 || [ -e "$(git --exec-path)/git-filter-branch" ] || stop 'this git has no filter-branch'
command -v awk >/dev/null 2>&1 || stop 'awk was not found on the PATH'
`,bfg:`command -v java >/dev/null 2>&1 || stop 'java was not found on the PATH'
[ -n "\${BFG_JAR:-}" ] && [ -f "$BFG_JAR" ] || stop 'set BFG_JAR to the path of the BFG, for example bfg-1.14.0.jar: https://rtyley.github.io/bfg-repo-cleaner/'
`},Kt=`backup=$plan/backup-$(date -u +%Y%m%dT%H%M%SZ)-$$.git
say "backup: $backup"
mkdir -m 700 "$backup"
cp -Rp -- "$common/." "$backup"
chmod 700 "$backup"
rm -f "$backup/index"
git --git-dir="$backup" config core.bare true
git --git-dir="$backup" config --unset-all core.worktree || :
git for-each-ref >"$work/refs.before"
git --git-dir="$backup" for-each-ref >"$work/refs.backup"
cmp -s "$work/refs.before" "$work/refs.backup" || stop 'the backup is not what the repository is; did something write to it? Nothing was changed'
`,qt=`stashes=0
if git rev-parse -q --verify refs/stash >/dev/null; then
  git rev-list -g refs/stash -- >"$work/stashes" 2>/dev/null || :
  [ -s "$work/stashes" ] || git rev-parse refs/stash >"$work/stashes"
  while read -r id; do
    stashes=$((stashes + 1))
    git update-ref "refs/skan-purge/stash/$stashes" "$id"
  done <"$work/stashes"
  git update-ref -d refs/stash
  rm -f "$common/logs/refs/stash"
fi
`,Jt={"filter-repo":`say 'rewriting with git filter-repo'
PYTHONPATH=$plan
PYTHONDONTWRITEBYTECODE=1
export PYTHONPATH PYTHONDONTWRITEBYTECODE
rm -rf "$common/filter-repo"
"$python" "$plan/${K}" prepare
sensitive=
if git filter-repo -h 2>/dev/null | grep -q -e --sensitive-data-removal; then sensitive='--sensitive-data-removal --no-fetch'; fi
# --partial: remotes and their refs, settings and reflogs are not touched by it; what must go is thrown away below.
rewrite() {
  git filter-repo --force --partial "$@" --prune-empty never --prune-degenerate never --preserve-commit-hashes --preserve-commit-encoding \\
    --blob-callback 'import skan_rewrite; skan_rewrite.blob(blob)' \\
    --commit-callback 'import skan_rewrite; skan_rewrite.commit(commit)' \\
    --tag-callback 'import skan_rewrite; skan_rewrite.tag(tag)' \\
    --filename-callback 'import skan_rewrite; return skan_rewrite.name(filename)' \\
    --refname-callback 'import skan_rewrite; return skan_rewrite.name(refname)' >"$work/filter-repo.log" 2>&1
}
git for-each-ref >"$work/refs.ready"
# Looking for orphaned LFS objects, 2.47.0 ends at once where a history also has submodules: then again, without that.
# shellcheck disable=SC2086
rewrite $sensitive || { [ -n "$sensitive" ] && git for-each-ref | cmp -s - "$work/refs.ready" && rm -rf "$common/filter-repo" && say 'again, without looking for orphaned LFS objects' && rewrite; } ||
  stop "git filter-repo failed: see $work/filter-repo.log. The repository as it was: $backup"
"$python" "$plan/${K}" finish "$gitdir" "$common/filter-repo/commit-map"
cp "$common/filter-repo/commit-map" "$work/commit-map"
[ ! -f "$common/filter-repo/first-changed-commits" ] || cp "$common/filter-repo/first-changed-commits" "$work/first-changed-commits"
[ ! -f "$common/filter-repo/orphaned_lfs_objects" ] || cp "$common/filter-repo/orphaned_lfs_objects" "$work/orphaned-lfs-objects"
rm -rf "$common/filter-repo"
`,"filter-branch":`say 'rewriting with git filter-branch'
git for-each-ref --format='%(objectname) %(refname)' refs/tags >"$work/tags.before"
: >"$work/blobs"
for each in "$plan"/blobs/*; do
  [ -f "$each" ] || continue
  printf '%s %s\\n' "\${each##*/}" "$(git hash-object -w --no-filters "$each")" >>"$work/blobs"
done
FILTER_BRANCH_SQUELCH_WARNING=1
export FILTER_BRANCH_SQUELCH_WARNING
git filter-branch -f -d "$work/rewrite" \\
  --index-filter 'git ls-files -s | awk -f "$SKAN_PLAN/index.awk" | git update-index --index-info' \\
  --msg-filter 'if [ -f "$SKAN_PLAN/messages/$GIT_COMMIT" ]; then cat >/dev/null; cat "$SKAN_PLAN/messages/$GIT_COMMIT"; else cat; fi' \\
  --tag-name-filter cat -- --all >"$work/filter-branch.log" 2>&1 ||
  stop "git filter-branch failed: see $work/filter-branch.log. The repository as it was: $backup"
git for-each-ref --format='delete %(refname)' refs/original | git update-ref --stdin
git for-each-ref --format='%(objectname) %(refname)' refs/tags >"$work/tags.after"
# Messages of annotated tags: filter-branch has moved the tags, their text is put in here.
awk 'NR == FNR { now[substr($0, index($0, " ") + 1)] = $1; next } { ref = substr($0, index($0, " ") + 1); if (ref in now) print $1, now[ref], ref }' "$work/tags.after" "$work/tags.before" >"$work/tags"
while read -r old new ref; do
  [ -f "$plan/tags/$old" ] || continue
  written=$({ git cat-file tag "$new" | sed 1q; sed 1d "$plan/tags/$old"; } | git hash-object -t tag -w --stdin)
  printf 'update %s %s\\n' "$ref" "$written"
done <"$work/tags" >"$work/tags.orders"
git update-ref --stdin <"$work/tags.orders"
if [ -s "$plan/refs.txt" ]; then
  current=$(git symbolic-ref -q HEAD || :)
  git for-each-ref --format='%(objectname) %(refname)' >"$work/refs.now"
  awk -F '\\t' 'NR == FNR { new[$1] = $2; next } { at = index($0, " "); ref = substr($0, at + 1); if (ref in new) { print "delete " ref > deletes; print "create " new[ref] " " substr($0, 1, at - 1) > creates } }' \\
    deletes="$work/deletes" creates="$work/creates" "$plan/refs.txt" "$work/refs.now"
  awk -F '\\t' 'NR == FNR { new[$1] = $2; next } ($0 in new) { print new[$0] }' "$plan/refs.txt" - >"$work/head" <<END
$current
END
  [ ! -s "$work/head" ] || git symbolic-ref HEAD "$(cat "$work/head")"
  [ ! -s "$work/deletes" ] || git update-ref --stdin <"$work/deletes"
  [ ! -s "$work/creates" ] || git update-ref --stdin <"$work/creates"
fi
`,bfg:`say 'rewriting with the BFG'
strip=
[ ! -s "$plan/ids.txt" ] || strip='--strip-blobs-with-ids'
java -jar "$BFG_JAR" --no-blob-protection --private -fs 1G --replace-text "$plan/expressions.txt" $strip \${strip:+"$plan/ids.txt"} "$gitdir" >"$work/bfg.log" 2>&1 ||
  stop "the BFG failed: see $work/bfg.log. The repository as it was: $backup"
for each in "$gitdir"/../*.bfg-report "$gitdir"/*.bfg-report "$gitdir.bfg-report" "$here/..bfg-report" "$here.bfg-report"; do
  [ ! -d "$each" ] || mv "$each" "$work/bfg-report"
done
`};function Yt(e){return`say 'throwing away what still holds the old history'
[ "$bare" = true ] || ! git rev-parse -q --verify HEAD >/dev/null || git reset -q --hard
if [ -n "$(git ls-files --resolve-undo 2>/dev/null || :)" ]; then git update-index --clear-resolve-undo; fi
git reflog expire --expire=now --expire-unreachable=now --all
while [ "$stashes" -gt 0 ]; do
  id=$(git rev-parse "refs/skan-purge/stash/$stashes")
  git update-ref --create-reflog -m ${e===`bfg`?`'a stash'`:`"$(git log -1 --format=%s "$id")"`} refs/stash "$id"
  git update-ref -d "refs/skan-purge/stash/$stashes"
  stashes=$((stashes - 1))
done
for each in ORIG_HEAD FETCH_HEAD COMMIT_EDITMSG MERGE_MSG SQUASH_MSG TAG_EDITMSG NOTES_EDITMSG AUTO_MERGE MERGE_RR; do rm -f "$gitdir/$each"; done
rm -rf "$common/rr-cache"
# A pack that is to be kept would keep the key; a commit-graph speaks of commits that are gone.
rm -f "$common"/objects/pack/*.keep "$common"/objects/pack/tmp_* "$common/objects/info/commit-graph"
rm -rf "$common/objects/info/commit-graphs"
git pack-refs --all
git -c gc.cruftPacks=false -c gc.pruneExpire=now gc --quiet --prune=now
git prune --expire=now
`}const Xt=`git for-each-ref >"$work/refs.after"
git fsck --connectivity-only --no-dangling >"$work/fsck.log" 2>&1 || stop "git fsck complains: see $work/fsck.log. The repository as it was: $backup"
say 'done; nothing was pushed. Now prove it, then go on with PURGE.md:'
quoted=$plan
case $plan in *[!A-Za-z0-9_./@%+=,-]*) quoted="'$(printf '%s' "$plan" | sed "s/'/'\\\\\\\\''/g")'" ;; esac
say "  skan purge --verify --plan $quoted"
`;function Zt(e){let{guide:t,data:n}=e,r=t.holdings.map(({id:e})=>e);return[{path:`purge.sh`,content:Bt(t.tool,r)},{path:`PURGE.md`,content:he(t)},{path:N,content:je(n)},...Qt(e)]}function Qt({guide:{tool:e},data:{forms:t},blobs:n,messages:r,tags:i,refs:a}){let o=(e,t)=>[...t].map(([t,n])=>({path:`${e}/${t}`,content:n})),s=new Map([...n].map(([e,{bytes:t}])=>[e,t]));switch(e){case`filter-repo`:return[{path:K,content:zt},...o(`blobs`,new Map([...s].filter(([e])=>[`archive`,`note`].includes(n.get(e)?.way??``))))];case`filter-branch`:return[{path:`index.awk`,content:$t},{path:`names.txt`,content:en(t)},{path:`refs.txt`,content:a.map(([e,t])=>`${e}\t${t}\n`).join(``)},...o(`blobs`,s),...o(`messages`,r),...o(`tags`,i)];case`bfg`:return[{path:`expressions.txt`,content:rn(t)},{path:`ids.txt`,content:[...n].filter(([,{way:e}])=>e!==`text`).map(([e])=>`${e}\n`).join(``)}]}}const $t=`# Reads what git ls-files -s prints, writes what git update-index --index-info reads.
BEGIN {
  plan = ENVIRON["SKAN_PLAN"]
  while ((getline line < (plan "/work/blobs")) > 0) { split(line, word, " "); blob[word[1]] = word[2] }
  while ((getline line < (plan "/names.txt")) > 0) { at = index(line, "\\t"); count++; find[count] = substr(line, 1, at - 1); mark[count] = substr(line, at + 1) }
}
{
  at = index($0, "\\t")
  split(substr($0, 1, at - 1), head, " ")
  path = new = substr($0, at + 1)
  for (each = 1; each <= count; each++) {
    done = ""
    while ((spot = index(new, find[each])) > 0) { done = done substr(new, 1, spot - 1) mark[each]; new = substr(new, spot + length(find[each])) }
    new = done new
  }
  id = head[2]
  if (head[1] != "160000" && id in blob) id = blob[id]
  if (id == head[2] && new == path) next
  if (new != path) { none = head[2]; gsub(/./, "0", none); print "0 " none "\\t" path }
  print head[1] " " id " 0\\t" new
}
`;function en(e){return e.filter(({whole:e,only:t})=>!e&&t===void 0).map(({find:e,text:t})=>`${nn(e)}\t${nn(t)}\n`).join(``)}const tn={7:`\\a`,8:`\\b`,9:`\\t`,10:`\\n`,11:`\\v`,12:`\\f`,13:`\\r`,34:`\\"`,92:`\\\\`};function nn(e){return[...e].map(e=>tn[e]??(e<32||e>126?`\\${e.toString(8).padStart(3,`0`)}`:String.fromCharCode(e))).join(``)}function rn(e){return e.filter(({find:e})=>e.every(e=>e>=32&&e<127)).map(({find:e,text:t,whole:n})=>{let r=Buffer.from(e).toString(`latin1`).replace(/[^A-Za-z0-9]/g,`\\$&`);return`regex:${n?`${w}${r}${ie}`:r}==>${Buffer.from(t).toString(`latin1`)}\n`}).join(``)}function q(t,n){let{git:a,layout:o,idBytes:s}=r.i(t,n),c=[],l=r.n(a,o.commonDirectory);l.catch(()=>void 0);let u=i.n(s,()=>!0);async function*d(t){let{ids:n,problems:i}=r.o(a);c.push(...i,...r.a(o.objects));let s=[],d=0,f=!1;for await(let r of e.T(a,n,t=>c.push(e.f(t))))for(let{id:e,type:n,size:i,offset:a,bytes:o,last:c}of r){if(a===0&&([s,d,f]=[[],0,i>536870912]),a===0&&c){n===`commit`&&u.read({id:e},n,o),yield{id:e,type:n,bytes:o,whole:!0};continue}if(s.push(Buffer.from(o)),d+=o.length,!c&&(!f||d<67108864))continue;let r=Buffer.concat(s);yield{id:e,type:n,bytes:r,whole:!f},s=[r.subarray(Math.max(0,r.length-t))],d=0}c.push(...(await l).problems)}return{layout:o,idBytes:s,objects:d,holding:t=>t.length===0?[]:e.I(a,`cat-file`,[`--batch-check=%(objectname)`],`${t.join(`
`)}\n`).stdout.toString(`latin1`).split(`
`).filter(e=>/^[0-9a-f]+$/.test(e)),refs:()=>[...e.I(a,`for-each-ref`,[`--format=%(refname)`]).stdout.toString().split(`
`).filter(e=>e!==``),...an(o)],reflogs:()=>on(o.commonDirectory),async whereabouts(t,n){let l=await r.d(a,r.u(a),r.l(a),i.s([u.commits.take()],s),c);return{graph:l,traces:await r.c(e.F(a,o),()=>l.order(),{blobs:t,names:n},{isNote:()=>!1,failed:(e,t)=>c.push(r.s(e,t)),stop:void 0})}},read:t=>e.p(a,t,c),problems:c}}function an({gitDirectory:t}){let n=e.A((0,l.join)(t,`HEAD`));return n?.startsWith(`ref: `)===!0?[n.slice(5).trim()]:[]}function on(t){let n=(0,l.join)(t,`worktrees`),r=[`logs`,...(0,c.existsSync)(n)?(0,c.readdirSync)(n).sort().map(e=>`worktrees/${e}/logs`):[]],i=/* @__PURE__ */ new Map;for(let n of r){let r=(0,l.join)(t,n),a=(0,c.existsSync)(r)?(0,c.readdirSync)(r,{recursive:!0,encoding:`utf8`}).sort():[];for(let t of a){let a=e.A((0,l.join)(r,t));a!==void 0&&a!==``&&i.set(`${n}/${t}`,Buffer.from(a))}}return i}function sn(t,n){let r=e.z(t,n),i=e.I(r,`config`,[`-z`,`--get-regexp`,`^remote\\..*\\.url$`]).stdout.toString().split(`\0`).filter(e=>e!==``).map(e=>{let[t=``,n=``]=e.split(`
`);return{name:t.slice(7,-4),url:n.replace(/^([a-z+]+:\/\/)[^/@]*@/i,`$1`)}}),a=e.I(r,`ls-tree`,[`-r`,`-z`,`--full-tree`,`HEAD`]).stdout.toString().split(`\0`),o=a.filter(e=>e.startsWith(`160000 `)),s=a.filter(e=>/[\t/]\.gitattributes$/.test(e)).map(e=>`${e.split(/[ \t]/)[2]??``}\n`),u=s.length===0?``:e.I(r,`cat-file`,[`--batch`],s.join(``)).stdout.toString(`latin1`),d=e.k(t,n);return{remotes:i,submodules:o.map(e=>e.slice(e.indexOf(`	`)+1)),lfs:/^[^#\n]*\bfilter=lfs\b/m.test(u)||d!==void 0&&(0,c.existsSync)((0,l.join)(d.commonDirectory,`lfs`))}}const cn=[`zip`,`gzip`,`tar`];function ln(t,n=e.nt()){let r=e.at(t),i=[{text:r.push(t,!0),wide:ze(r.name)?r.name:void 0}];return cn.includes(e.tt(t)??``)&&e.rt(t,n,{member:(e,t)=>i.push(...ln(t,n.deeper())),unread:()=>void 0}),i}function J(t,n){let r=e.tt(t);if(r!==`bzip2`&&r!==`xz`&&r!==`zstd`)return;let i=e.it(r,t,n);return typeof i==`string`||i.complaint!==void 0?void 0:i.bytes}function un(e,t,n,r){if(B(t)){let i=Nt(t,n,e.id);return i!==void 0&&!i.equals(t)&&pn(i,n,e.id)?{bytes:i,way:`archive`}:{bytes:Y(e,r),way:`note`}}let i=n.find(t,e.id);if(i.length===0)return{bytes:Y(e,r),way:`note`};let a=ce(t);return{bytes:E(t,i,a),way:a?`same length`:`text`}}function Y({secrets:e},t){return Buffer.from(`Removed by skan purge: this file held ${e.map(t).join(`, `)}, and could not be written without it.\n`)}function dn(e,t,n){let r=Buffer.from(t).indexOf(`

`),i=t.subarray(r<0?t.length:r+2),a=n.find(i,e);return a.length===0?void 0:E(i,a,!1)}function fn(e,t,n){let r=E(t,n.find(t,e),!1),i=/^-----BEGIN (?:PGP|SSH) (?:SIGNATURE|MESSAGE|SIGNED MESSAGE)-----/m.exec(r.toString(`latin1`));return i===null?r:r.subarray(0,i.index)}function pn(e,t,n){return t.find(e,n).length===0&&V(e,t,n).inside.length===0}async function mn(e,t,n,r,i,a,o,s){let c=new Set(a.flatMap(({secret:e})=>e??[])),l=new Set(a.flatMap(({occurrences:e})=>e.flatMap(({object:e,decodedFrom:t=[]})=>e===void 0||t.length===0?[]:[e]))),u=(e,t)=>l.has(e)&&o.scanText(t).some(({secret:e})=>c.has(e.reveal())),d={blobs:/* @__PURE__ */ new Map,messages:/* @__PURE__ */ new Map,tags:/* @__PURE__ */ new Map,corners:/* @__PURE__ */ new Set,names:/* @__PURE__ */ new Set};for(let a=0;a<n.length;a+=64){let o=n.slice(a,a+64),c=await e.read(o.map(({id:e})=>e));for(let e of o)hn(e,c.get(e.id),{tool:t,search:i,forms:r,holds:u,markOf:s},d)}let{corners:f,names:p}=d,m=[...new Set(e.refs())].flatMap(e=>{let t=Buffer.from(e),n=i.find(t);return n.length===0?[]:[[e,E(t,n,!1).toString()]]});m.length>0&&f.add(`ref`),e.refs().some(e=>e.startsWith(`refs/notes/`))&&f.add(`note`);let h=await yn(e,n,p);h.odd.some(e=>n.some(({id:t})=>t===e))&&f.add(`odd-tag`);let g=a.flatMap(({exposure:e})=>e.refs),_=e.refs().filter(e=>e.startsWith(`refs/heads/`));return{...d,refs:m,branches:_,holders:[.../* @__PURE__ */ new Set([...g,...h.holders,...m.map(([e])=>e)])].sort(),paths:h.paths,commits:h.commits}}function hn(e,t,n,{blobs:r,messages:i,tags:a,corners:o,names:s}){let{id:c,type:l}=e,{search:u,forms:d}=n;if(l===`blob`){let i=_n(e,t,n);if(i===void 0)return;let{way:a,lines:s}=i;r.set(c,i),(a!==`text`||s)&&o.add(a===`archive`||a===`note`&&!s?`archive`:`binary`)}else if(t===void 0)return;else if(l===`commit`){let e=dn(c,t,u);e!==void 0&&i.set(c,e),o.add(e===void 0?`person`:`message`)}else if(l===`tag`)o.add(`tag-message`),Buffer.from(t).includes(`
type commit
`)?a.set(c,fn(c,t,u)):o.add(`odd-tag`);else{o.add(`path`);for(let e of bn(t,c.length/2))xn(e,d)&&s.add(e)}}const gn=/* @__PURE__ */ new Uint8Array;function _n(e,t,{tool:n,search:r,holds:i,markOf:a}){let o={bytes:Y(e,a),way:`note`};if(t===void 0)return n!==`filter-repo`||e.inside.length>0?{...o,lines:!1}:void 0;let s=un(e,t,r,a);if(s.way!==`note`&&i(e.id,s.bytes))return{...o,lines:!1};let{way:c}=s,l=c===`text`&&vn(t,r,e.id);return n===`bfg`&&l?{...o,lines:l}:{bytes:n===`filter-branch`||n===`filter-repo`&&(c===`archive`||c===`note`)?s.bytes:gn,way:c,lines:l}}function vn(e,t,n){return t.find(e,n).some(({form:e})=>e.find.includes(10))}async function yn(e,t,n){let r=new Set(t.filter(({type:e})=>e===`blob`).map(({id:e})=>e)),{traces:i,graph:a}=await e.whereabouts(r,n),o=new Map([...i.blobs].map(([e,t])=>[e,[...new Set(t.map(({path:e})=>e))]])),s=new Set([...i.blobs.values(),...i.names.values()].flat().flatMap(({commit:e})=>e??[]));for(let{id:e,type:n}of t)n===`commit`&&s.add(e);let c=/* @__PURE__ */ new Set;for(let e of a.refsHolding(s,1/0).values())for(let t of e)c.add(t);for(let{id:e}of t)for(let t of a.refsNaming(e))c.add(t);let l=a.refs.filter(({commit:e})=>e===void 0).flatMap(({id:e,content:t})=>[e,...t===void 0?[]:[t.id]]);return{holders:[...c],paths:o,commits:[...a.order()].filter(e=>s.has(e)),odd:l}}function bn(e,t){let n=Buffer.from(e),r=[];for(let e=0;e<n.length;){let i=n.indexOf(32,e)+1,a=n.indexOf(0,i);if(i===0||a<0)break;r.push(n.toString(`latin1`,i,a)),e=a+1+t}return r}function xn(e,t){let n=Buffer.from(e,`latin1`);return t.some(({find:e})=>n.includes(Buffer.from(e)))}async function Sn(t,n,r){let i=[...new Set(t.flatMap(({occurrences:e,secret:t})=>e.filter(e=>wn(e,t)).flatMap(({object:e})=>e??[])))],a=En(new Set(t.flatMap(({secret:e})=>e??[])),n);for(let e=0;e<i.length;e+=32)for(let t of(await r(i.slice(e,e+32))).values())for(let{text:e,wide:n}of ln(t))a.look(e,n);for(let e of Tn(t))a.look(Buffer.from(e),void 0);let o=/* @__PURE__ */ new Map;for(let{fingerprint:n,secret:r=``,occurrences:i}of t){let t=e.Y(r),s=o.get(r),c=i.flatMap(({object:e})=>e??[]);o.set(r,{fingerprint:s?.fingerprint??n,secret:r,runs:a.runs.get(r)??[],objects:[.../* @__PURE__ */ new Set([...s?.objects??[],...c])],drawn:Cn(r),...t===void 0?{}:{body:t}})}return[...o.values()]}function Cn(t){return e.X(t).unexplained>=38}function wn({decodedFrom:e=[]},t=``){let[n,r]=e;return t.includes(`�`)||r!==void 0||n!==void 0&&n!==`utf-16le`&&n!==`utf-16be`}function Tn(e){return new Set(e.flatMap(({secret:e,occurrences:t,exposure:n})=>t.filter(t=>wn(t,e)).flatMap(({source:e,path:t})=>e===`path`?[t]:e===`ref`?n.refs:[])))}function En(e,t){let n=/* @__PURE__ */ new Map;return{runs:n,look(r,i){for(let{secret:a,start:o,end:s,decodedFrom:c}of t.scanText(r)){let t=a.reveal();if(s<=o||!e.has(t)||Dn(c[0]))continue;let l={bytes:Uint8Array.from(r.subarray(o,s)),...i===void 0?{}:{wide:i}},u=n.get(t);u===void 0?n.set(t,[l]):u.push(l)}}}}function Dn(e=``){return e.includes(`:`)||[`gzip`,`zlib`,`brotli`,`bzip2`,`xz`,`lzma`,`zstd`].includes(e)}async function On(t){let{audit:n,tool:r}=t,{report:i}=await e.l({...n,showSecrets:!0});kn(i);let a=t.choose(i);if(a.length===0)return;let{directory:o}=n.target.command===`audit`?n.target:{directory:n.cwd},s=q(o,n.environment);if(r===`bfg`&&s.idBytes===32)throw new e.tn(`the BFG cannot read a repository of SHA-256: use git filter-repo, which is the default`);let c=await e.s(n),l=await Sn(a,c,s.read),d=He((0,u.randomBytes)(32)),f=Ve(l,d),p=T(f,J),{holdings:m,parts:h,closed:g,links:_,kept:ee}=await jn(s,f);if(r===`filter-repo`&&s.idBytes===32&&_)throw new e.tn(`git filter-repo cannot rewrite a repository of SHA-256 that has submodules: --tool filter-branch can`);let v=Mn(m,a),[y]=s.problems;if(y!==void 0)throw new e.tn(`${y.what}: ${y.why}; a plan from half a repository would leave secrets behind${y.hint===void 0?``:`: ${y.hint}`}`);let b=await mn(s,r,v,f,p,a,c,d),x=Nn(p),S=a.map(e=>Pn(e,x)),C=Fn(t,S,{holdings:v,parts:h,closed:g},b,x,d,sn(o,n.environment));return{files:Zt({data:{fingerprints:a.map(({fingerprint:e})=>e),forms:f,objects:v.map(({id:e})=>e),kept:ee},guide:C,...b}),findings:S,objects:v.length,refs:C.refs,leftovers:ne(r,b.corners),pushed:ge(C)}}function kn({problems:[t]}){if(t!==void 0)throw new e.tn(`no plan was written, because not everything could be read: ${t.what}: ${t.why}${t.hint===void 0?``:`; ${t.hint}`}`)}const An=[`e69de29bb2d1d6434b8b29ae775ad8c2e48c5391`,`473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813`];async function jn(e,t){let n=T(t,J),r=oe(t,J),i=!1,a=/* @__PURE__ */ new Map,o=/* @__PURE__ */ new Map,s=[],c=[];for await(let t of e.objects(n.longest)){let e=Rt(t,n);i||=t.type===`tree`&&Buffer.from(t.bytes).includes(`160000 `),t.type===`blob`&&e.holding===void 0&&!An.includes(t.id)&&c.push(t.id),c.length>4e3&&(c=c.sort().slice(0,200)),e.holding!==void 0&&a.set(t.id,W(a.get(t.id),e.holding));let l=r===void 0?void 0:Rt(t,r).holding;l!==void 0&&o.set(t.id,W(o.get(t.id),l));for(let n of e.closed)s.push(`${t.id.slice(0,12)}: ${n}`)}return{holdings:X(a),parts:X(o),closed:s,links:i,kept:c.sort().slice(0,200)}}function X(e){return[...e.values()].sort((e,t)=>e.id<t.id?-1:1)}function Mn(e,t){let n=/* @__PURE__ */ new Map,r=new Set(e.map(({id:e})=>e));for(let{fingerprint:e,occurrences:i}of t)for(let{object:t,source:a,decodedFrom:o=[]}of i){if(t===void 0||r.has(t)||o.length===0||![`blob`,`note`,`symlink`].includes(a))continue;let i={id:t,type:`blob`,secrets:[e.slice(0,8)],codings:o,inside:o.filter(e=>e.includes(`:`))};n.set(t,W(n.get(t),i))}return[...e,...n.values()]}function Nn(t){return r=>{let i=Buffer.from(r);return e.$t(n.r(E(i,t.find(i),!1).toString()))}}function Pn({secret:e,...t},n){return{...t,occurrences:t.occurrences.map(e=>({...e,path:n(e.path),...e.author===void 0?{}:{author:n(e.author)}})),exposure:{...t.exposure,refs:t.exposure.refs.map(n)}}}function Fn({tool:e,folder:t},n,{holdings:r,parts:i,closed:a},o,s,c,l){return{tool:e,folder:t,findings:n,markOf:c,holdings:r.map(e=>({...e,inside:e.inside.map(s)})),parts:i,pathsOf:e=>(o.paths.get(e)??[]).map(s),wayOf:e=>o.blobs.get(e)?.way,refs:o.holders.map(s),branches:o.branches.map(s),remotes:l.remotes.map(({name:e,url:t})=>({name:s(e),url:s(t)})),commits:o.commits,corners:o.corners,closed:a.map(s),submodules:l.submodules.map(s),lfs:l.lfs}}async function In(t,n){n!==void 0&&t.target.command===`audit`&&Ln(q(t.target.directory,t.environment),n);let{report:r}=await e.l({...t,showSecrets:!1}),i=n===void 0?void 0:new Set(n.fingerprints),a=[...r.findings,...i===void 0?[]:r.suppressed.map(({finding:e})=>e)].filter(({fingerprint:e})=>i?.has(e)??!0),o=n===void 0||t.target.command!==`audit`?void 0:await Rn(t.target.directory,t,n);return{holdings:o?.holdings??[],parts:o?.parts??[],names:o?.names??0,findings:a,closed:o?.closed??[],problems:[...r.problems,...o?.problems??[]],objects:r.scan.counts.objects}}function Ln(t,{kept:n,objects:r}){if(!(n.length===0||t.holding(r).length>0||t.holding(n).length>=.1*n.length))throw new e.tn(`this plan belongs to another repository: hardly any file is here that was there when it was written; go to the repository of the plan`)}async function Rn(e,{environment:t},{forms:n}){let r=T(n,J),i=q(e,t),{holdings:a,parts:o,closed:s}=await jn(i,n),c=[...i.refs().map(e=>Buffer.from(e)),...i.reflogs().values()].filter(e=>r.find(e).length>0).length,l=e=>e.endsWith(`too large to be opened`),u=s.filter(l).map(e=>({what:e,why:`the archive is too large to be opened`}));return{holdings:a,parts:o,names:c,closed:s.filter(e=>!l(e)),problems:[...i.problems,...u]}}const zn=/^backup-/;function Bn(t,n,{cwd:r,environment:i}){let a=Z(t),o=e.k(r,i);for(let t of[o?.top,o?.gitDirectory,o?.commonDirectory])if(t!==void 0&&Hn(a,Z(t)))throw new e.tn(`${n} lies inside the repository, and a plan holds the secrets; name a folder outside, such as ../purge`);if(/[\n:]/.test(a.slice(2)))throw new e.tn(`the folder of a plan must have neither a colon nor a line end in its name`);let s=(0,c.statSync)(a,{throwIfNoEntry:!1});if(s===void 0)return a;if(!s.isDirectory())throw new e.tn(`${n} is not a folder`);if((0,c.readdirSync)(a).length>0&&!Un(a))throw new e.tn(`${n} holds something that is no plan of skan; name an empty folder or a new one`);return a}function Vn(t,n,r){try{(0,c.mkdirSync)(t,{recursive:!0,mode:448}),(0,c.chmodSync)(t,448);for(let e of(0,c.readdirSync)(t))zn.test(e)||(0,c.rmSync)((0,l.join)(t,e),{recursive:!0,force:!0});for(let{path:e,content:r}of n){let n=(0,l.join)(t,e);(0,c.mkdirSync)((0,l.dirname)(n),{recursive:!0,mode:448}),(0,c.writeFileSync)(n,r,{mode:384,flag:`wx`})}}catch(t){throw new e.tn(`${r}: the plan cannot be written (${e.nn(t)})`)}}function Z(e){if((0,c.existsSync)(e))return(0,c.realpathSync)(e);let t=(0,l.dirname)(e);return t===e?e:(0,l.join)(Z(t),(0,l.basename)(e))}function Hn(e,t){let n=(0,l.relative)(t,e);return n===``||n!==`..`&&!n.startsWith(`../`)&&!n.startsWith(`..\\`)&&!/^[A-Za-z]:/.test(n)}function Un(e){try{return Me((0,c.readFileSync)((0,l.join)(e,N),`utf8`),e),!0}catch{return!1}}async function Wn(t,n){let{flags:r,operands:i}=t;if(r.verify===(r.write!==void 0))throw new e.tn(`skan purge needs --write DIR to write a plan, or --verify to prove that one has done its work`);if(r.verify)return qn(t,n);if(r.remote!==void 0||r.plan!==void 0)throw new e.tn(`--${r.plan===void 0?`remote`:`plan`} belongs to skan purge --verify`);if(r.all===i.length>0)throw new e.tn(`skan purge --write DIR needs fingerprints, as a report shows them, or --all`);return Gn(t,r.write??``,n)}async function Gn(t,n,r){let{flags:i,operands:a}=t,c=Bn((0,l.resolve)(r.cwd,n),n,r),u=i.report===void 0?void 0:s.t(r.cwd,i.report),d=await On({audit:await Q(t,r),tool:i.tool??e.Xt[0],choose:e=>u===void 0?i.all?e.findings:a.map(t=>o.t(t,e,void 0)):(i.all?u.findings:a.map(e=>o.t(e,u,i.report))).map(({fingerprint:t})=>o.t(t,e,void 0)),folder:c});return d===void 0?(r.print(`nothing found, so there is nothing to purge; no plan was written
`),0):(Vn(c,d.files,n),r.print(er(Kn(d,c,n))),0)}function Q(t,n){return e.n({...t,command:`audit`,operands:[]},n)}function Kn({findings:t,objects:n,refs:r,leftovers:i,pushed:a},o,s){let c=r.length>8?` and ${r.length-8} more`:``;return[`a plan for ${e.Lt(t.length,`secret`)} is in ${s}; nothing was changed`,``,...t.map(({redacted:e,rule:t,exposure:n,fingerprint:r})=>`  ${e}  ${t}  ${n.reach}  ${r.slice(0,8)}`),`  held by ${e.Lt(n,`object`)}, ${r.length===0?`no ref`:`${r.slice(0,8).join(`, `)}${c}`}`,...i.map(e=>`  this tool leaves something: ${e}`),``,...a?[]:[`It was never pushed, as far as this clone knows: there is a shorter way, at the head of ${(0,l.join)(s,`PURGE.md`)}.`,``],`  1  revoke it: skan explain <fingerprint>`,`  2  read ${(0,l.join)(s,`PURGE.md`)}`,`  3  in the root of the repository: sh ${M((0,l.join)(o,`purge.sh`))}`,`  4  skan purge --verify --plan ${M(o)}`]}async function qn(t,n){let{flags:r,operands:i}=t,a=i[0]??(r.all?`--all`:r.tool===void 0?r.report===void 0?void 0:`--report`:`--tool`);if(a!==void 0)throw new e.tn(`${a}: skan purge --verify takes what to look for from --plan DIR, and without one audits everything`);let o=r.plan===void 0?void 0:Yn(r.plan,n),s=r.remote===void 0?await In(await Q(t,n),o):await Jn(r.remote,t,o,n);return n.print(er(Zn(s,o,r.remote))),s.problems.length>0?2:+!Xn(s)}async function Jn(t,n,r,i){let o=await a.cloneMirror(a.isUrl(t)?t:(0,d.pathToFileURL)((0,l.resolve)(i.cwd,t)).href,i.environment,i.interrupted(),e=>i.onExit?.(e));try{return await In(await Q(n,{...i,cwd:o.directory,environment:e.V(i.environment)}),r)}finally{o.remove()}}function Yn(t,{cwd:n}){let r=(0,l.join)((0,l.resolve)(n,t),N);try{return Me((0,c.readFileSync)(r,`utf8`),t)}catch(n){throw n instanceof e.tn?n:new e.tn(`${t}: no plan can be read there (${e.nn(n)})`)}}function Xn({holdings:e,parts:t,names:n,findings:r}){return!t.some($)&&e.length===0&&n===0&&r.length===0}function $({codings:e}){return e.includes(O)}function Zn(t,n,r){let{findings:i,names:a,problems:o,closed:s,objects:c}=t,l=[...t.holdings,...t.parts.filter($)],u=r===void 0?`this repository`:`a fresh mirror clone`;return[...l.slice(0,20).map(({id:e,type:t,secrets:n,codings:r,inside:i})=>`  ${e}  ${t}  ${n.join(`, `)}  ${r.join(`, `)}${i.length===0?``:`  in an archive`}`),...l.length>20?[`  and ${l.length-20} more objects`]:[],...a===0?[]:[`  ${e.Lt(a,`ref or reflog`,`refs or reflogs`)} still ${a===1?`names`:`name`} a secret`],...i.slice(0,20).map(({redacted:e,rule:t,fingerprint:n,exposure:r})=>`  ${e}  ${t}  ${r.reach}  ${n.slice(0,8)}`),...o.slice(0,20).map(({what:e,why:t,hint:n})=>`  not read: ${e}: ${t}${n===void 0?``:`; ${n}`}`),...s.slice(0,20).map(e=>`  not opened, so what it holds is not known: ${e}`),...s.length>20?[`  and ${s.length-20} more that were not opened`]:[],$n(t,n,`${u}: ${e.Lt(c,`object`)} read`),...Qn(t,n),...n===void 0?[`No plan was given, so this shows only what an audit can find: --plan DIR looks for the bytes themselves.`]:[]]}function Qn({parts:t},n){let r=t.filter($).length,i=t.filter(({codings:e})=>e.includes(D)).length,a=new Set(n?.forms.flatMap(({name:e,only:t})=>t===void 0?[]:e)).size;return[...r===0?[]:[`${e.Lt(r,`object`)} ${r===1?`holds`:`hold`} a short secret inside something longer, which no plan replaces: look at each (git log --all --find-object=<id>), and take it out by hand.`],...i===0?[]:[`${e.Lt(i,`object`)} ${i===1?`holds`:`hold`} the letters of a secret as a part of other words; those were left.`],...a===0?[]:[`${e.Lt(a,`secret`)} of fewer than 8 characters ${a===1?`was`:`were`} looked for by the audit alone: so few bytes stand anywhere.`]]}function $n(t,n,r){return Xn(t)?t.problems.length>0?`${r}, but not everything; this proves nothing`:n===void 0?`${r}; an audit finds nothing`:`${r}; none holds a form of ${e.Lt(n.fingerprints.length,`secret`)} of the plan`:`${r}; something is still there`}function er(t){return`${t.map(t=>e.$t(n.r(t))).join(`
`)}\n`}exports.purge=Wn;