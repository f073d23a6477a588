var e=/* @__PURE__ */ require("./rolldown-runtime.cjs").n({formatJson:()=>r,formatJsonLines:()=>i});const t=/[\x7f-\x9f\p{Zl}\p{Zp}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu,n=/##(?=[A-Za-z]*\[)/g;function r(e){return a(Object.entries(e))}function*i({findings:e,...t}){for(let t of e)yield`${l(t)}\n`;yield`${l({summary:t})}\n`}function*a(e){let t=`{
`;for(let[n,r]of e)r!==void 0&&(yield`${t}  ${l(n)}: `,s(r)?yield*o(r):yield c(l(r,2),`  `),t=`,
`);yield t===`,
`?`
}
`:`{}
`}function*o(e){let t=`[
`;for(let n of e)yield`${t}    ${c(l(n,2),`    `)}`,t=`,
`;yield t===`,
`?`
  ]`:`[]`}function s(e){return typeof e==`object`&&!!e&&Symbol.iterator in e}function c(e,t){return e.replaceAll(`
`,`\n${t}`)}function l(e,r=0){return JSON.stringify(e,null,r).replace(t,u).replace(n,`#\\u0023`)}function u(e){return e.split(``).map(e=>`\\u${e.charCodeAt(0).toString(16).padStart(4,`0`)}`).join(``)}Object.defineProperty(exports,"n",{enumerable:!0,get:function(){return a}}),Object.defineProperty(exports,"r",{enumerable:!0,get:function(){return l}}),Object.defineProperty(exports,"t",{enumerable:!0,get:function(){return e}});