const e=require("./main.cjs"),t=require("./checklist.cjs");function n(t,{failOn:n}){let a=e.Ut(t),o=`### skan: ${v(b(e.wt(a,n)))}\n`;return e.Ht(i(o,r(a,n)))}function r(t,n){let r=e.Ct(t),i=e.it(t.findings,e=>`${e.rule}\0${e.title}\0${e.exposure.reach}`);return[{noun:`problem`,intro:`
**Could not be read**

`,items:t.problems.map(d)},{noun:`finding`,intro:`
| | key | where | revoke it first |
|---|---|---|---|
`,items:t.findings.map(e=>c(e,n))},{noun:`list of steps`,intro:``,items:i.map(e=>l(e,r))},{noun:`suppression`,intro:`
**Suppressed by the very change that is judged**

`,items:t.suppressed.filter(({news:e})=>e===!0).map(p)},{noun:`thing not looked into`,intro:`
**Not looked into**

`,items:t.skipped.map(f)},{noun:`checklist`,intro:`
**Step by step**

`,items:e.it(t.findings,({rule:e,title:t})=>`${e}\0${t}`).map(u)}]}function i(t,n){let r=t,i=o(t),c=[];for(let{noun:t,intro:l,items:u}of n.filter(e=>e.items.length>0)){let n=a(u,59600-i-o(l));if(n<u.length&&c.push(e.Ot(u.length-n,t,s(t))),n===0)continue;let d=`${l}${u.slice(0,n).join(``)}`;r+=d,i+=o(d)}return c.length===0?r:`${r}\nCut to 60 KB: ${c.join(`, `)} left out here. The JSON report holds everything.\n`}function a(e,t){let n=t,r=e.findIndex(e=>(n-=o(e))<0);return r===-1?e.length:r}function o(e){return new TextEncoder().encode(e).length}function s(e){return e.startsWith(`list `)?e.replace(`list`,`lists`):e.startsWith(`thing `)?e.replace(`thing`,`things`):`${e}s`}function c(t,n){return`| ${[v(`${e.bt(t)}${e.Tt(t,n)?``:`; does not fail`}`),`${v(t.title)} ${_(t.redacted)}`,`${_(e.Mt(t))} ${e.ft(t)}`.trim(),m(e.lt(t),_)].join(` | `)} |\n`}function l(t,n){let[r]=t;if(r===void 0)return``;let{reach:i,detail:a}=r.exposure,o=a!==void 0&&t.every(e=>e.exposure.detail===a),s=e.st(t,i,!1),c=t.slice(0,10).map(({fingerprint:e})=>g(`skan explain ${n.get(e)??e}`)),l=t.length===1?e.St(r.validation):``,u=t.length===1&&r.why.length>0?` (${v(r.why.join(`; `))})`:``,d=e.ht(o?{reach:i,detail:a}:{reach:i},t.length>1);return[``,`**${v(r.title)}**${u}`,``,v(l===``?d:`${d} ${l}`),``,...s.map(({label:e,says:t},n)=>`${n+1}. **${e}** ${m(t,g)}`),`${s.length+1}. all steps: ${c.join(`, `)}${t.length>10?`, …`:``}`,``].join(`
`)}function u([e]){if(e===void 0)return``;let n=t.n(e).flatMap(({name:e,lines:t})=>[`  - ${v(e)}`,...t.map(e=>`    - [ ] ${m(e,g)}`)]);return`- **${v(e.title)}**\n${n.join(`
`)}\n`}function d({what:e,why:t,hint:n}){return`- ${g(e)}: ${v([t,...n===void 0?[]:[n]].join(`; `))}\n`}function f({what:e,why:t}){return`- ${g(e)}: ${v(t)}\n`}function p(t){return`- ${g(e.gt(t))}\n`}function m(e,t){return e.map(e=>typeof e==`string`?v(e):`url`in e?h(e.url):t(e.code)).join(` `)}function h(t){return e.ct(t)?`<${t}>`:g(t)}function g(e){let t=Math.max(0,...(e.match(/`+/g)??[]).map(e=>e.length)),n="`".repeat(t+1),r=/^[` ]|[` ]$/.test(e)||e===``?` `:``;return`${n}${r}${e}${r}${n}`}function _(e){return e.includes(`|`)?`<code>${e.replace(/[^\w .…]/gu,y)}</code>`:g(e)}function v(e){return e.replace(/@(?=[\w-])/g,`@ `).replace(/#(?=\d)/g,`# `).replace(/\/(?=\/)/g,`/ `).replace(/\b(www)\./gi,`$1 .`).replace(/[&<>"'`*_[\]#~|\\!$^]|^[-+=]/g,y)}function y(e){return`&#${e.codePointAt(0)??0};`}function b(e){let t=[...e];return t.length<=300?e:`${t.slice(0,300).join(``)}…`}exports.escapeProse=v,exports.formatMarkdown=n,exports.writeCode=g,exports.writePhrases=m;