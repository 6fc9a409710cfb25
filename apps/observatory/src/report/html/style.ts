/** Light and dark, screen and paper. Severity is said by a word and a shape as well as by a colour. */
export const STYLE = `
:root{--paper:#fbfaf7;--ink:#1c1b19;--soft:#5d5a54;--line:#dcd8cf;--card:#fff;--accent:#20507a;
--critical:#9b1c1c;--high:#b0451b;--medium:#8a6100;--low:#2b5f87;--info:#5d5a54;--clear:#b0451b;--encrypted:#2e6b46;--partly:#8a6100;--unknown:#8b8880}
@media (prefers-color-scheme:dark){:root{--paper:#16171a;--ink:#ecebe6;--soft:#a9a69e;--line:#35363b;--card:#1e2024;--accent:#8fc1ec;
--critical:#ff8f8a;--high:#ffa274;--medium:#f0c14b;--low:#8fc1ec;--info:#a9a69e;--clear:#ffa274;--encrypted:#7fcf9d;--partly:#f0c14b;--unknown:#8b8880}}
*{box-sizing:border-box}
html{color-scheme:light dark}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.55 Georgia,"Times New Roman",serif}
main,header,footer{max-width:60rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:3rem}
h1{font-size:2.1rem;line-height:1.15;margin:0 0 .4rem;font-weight:600;text-wrap:balance}
h2{font-size:1.35rem;margin:3rem 0 .75rem;padding-top:.75rem;border-top:2px solid var(--ink);font-weight:600}
h3{font-size:1.08rem;margin:0;line-height:1.35;font-weight:600;overflow-wrap:anywhere}
p{margin:.5rem 0;max-width:42rem}
.lead{font-size:1.2rem}
small,.meta,th,figcaption,nav{font:14px/1.45 system-ui,sans-serif;color:var(--soft)}
a{color:var(--accent)}
nav ul{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.35rem 1.1rem}
.counts{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;padding:0;margin:1.25rem 0;list-style:none;font:15px system-ui,sans-serif}
.counts b{font-size:1.6rem;font-variant-numeric:tabular-nums;display:block;line-height:1.1}
.finding{background:var(--card);border:1px solid var(--line);border-left:6px solid var(--tone);padding:1rem 1.15rem;margin:1rem 0}
.finding section{margin-top:1.1rem;padding-top:.8rem;border-top:1px solid var(--line)}
.word{font:600 13px system-ui,sans-serif;letter-spacing:.04em;text-transform:uppercase;color:var(--tone)}
.critical{--tone:var(--critical)}.high{--tone:var(--high)}.medium{--tone:var(--medium)}.low{--tone:var(--low)}.info{--tone:var(--info)}
dl{margin:.6rem 0 0}
dt{font:600 14px system-ui,sans-serif;margin-top:.5rem}
dd{margin:0;max-width:44rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font:14px/1.4 system-ui,sans-serif;margin:.5rem 0}
th,td{text-align:left;vertical-align:top;padding:.3rem .8rem .3rem 0;border-bottom:1px solid var(--line)}
td.n{font-variant-numeric:tabular-nums;white-space:nowrap}
pre{font:12.5px/1.5 ui-monospace,Menlo,Consolas,monospace;margin:.2rem 0 .4rem;white-space:pre-wrap;overflow-wrap:anywhere;color:var(--soft)}
.ends{font:13px ui-monospace,Menlo,Consolas,monospace;overflow-wrap:anywhere}
figure{margin:1rem 0}
svg{display:block;width:100%;height:auto;background:var(--card);border:1px solid var(--line)}
svg text{font:12px system-ui,sans-serif;fill:var(--ink)}
svg .soft{fill:var(--soft)}
audio{width:100%;margin-top:.4rem}
.outside{color:var(--critical);font-weight:600}
footer{padding-bottom:4rem;margin-top:3rem;border-top:1px solid var(--line);padding-top:1rem}
@media print{:root{--paper:#fff;--card:#fff;--ink:#000;--soft:#333;--line:#999;--accent:#000;--critical:#7a0000;--high:#7a2e00;--medium:#5f4400;--low:#123f63;--info:#333;--clear:#7a2e00;--encrypted:#0d4a27;--partly:#5f4400}
body{font-size:10.5pt}nav,audio{display:none}header{padding-top:0}figure,tr{break-inside:avoid}h2{break-after:avoid}@page{margin:18mm 16mm}}
`;
