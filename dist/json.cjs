var e=/* @__PURE__ */ require("./rolldown-runtime.cjs").n({formatJson:()=>i,formatJsonLines:()=>a});const t=/[\x7f-\x9f\p{Zl}\p{Zp}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu,n=/##(?=[A-Za-z]*\[)/g,r=/^[\n -"$-~…]*$/;function i(e){return o(Object.entries(e))}function*a({findings:e,...t}){for(let t of e)yield`${u(t)}\n`;yield`${u({summary:t})}\n`}function*o(e){let t=`{
`;for(let[n,r]of e)r!==void 0&&(yield`${t}  ${u(n)}: `,c(r)?yield*s(r):yield l(u(r,2),`  `),t=`,
`);yield t===`,
`?`
}
`:`{}
`}function*s(e){let t=`[
`;for(let n of e)yield`${t}    ${l(u(n,2),`    `)}`,t=`,
`;yield t===`,
`?`
  ]`:`[]`}function c(e){return typeof e==`object`&&!!e&&Symbol.iterator in e}function l(e,t){return e.replaceAll(`
`,`\n${t}`)}function u(e,i=0){let a=JSON.stringify(e,null,i);return r.test(a)?a:a.replace(t,d).replace(n,`#\\u0023`)}function d(e){return e.split(``).map(e=>`\\u${e.charCodeAt(0).toString(16).padStart(4,`0`)}`).join(``)}Object.defineProperty(exports,"n",{enumerable:!0,get:function(){return o}}),Object.defineProperty(exports,"r",{enumerable:!0,get:function(){return u}}),Object.defineProperty(exports,"t",{enumerable:!0,get:function(){return e}});