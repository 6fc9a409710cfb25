/** On the way into a room, and back into it. */
export const connecting = {
  heading: '正在進入…',
  soon: '正在尋找房間並協調金鑰',
  slow: '還在努力。你的網路可能有點慢。',
  verySlow: '比平常久了一點。你可以繼續等，或返回再試一次。',
  starting: '你的瀏覽器正在產生房間的金鑰。',
  full: '現在沒有空位。會自動重試。',
  cancel: '返回',
};
export const door = {
  stewardHeading: '請在門口稍等',
  stewardText: '主持人的裝置正在確認你的邀請，會自動完成。',
  knockHeading: '你敲門了',
  knockText: '主持人會看到你的名字，再做決定。讓這個頁面開著，等一下就好。',
  name: '你以 {{name}} 的名字敲了門。',
  cancel: '悄悄走開',
};
export const reconnecting = {
  banner: '連線中斷了。',
  now: '正在重試…',
  in_other: '{{count, number}} 秒後重試。',
  hint: '你在房間裡的位子會保留一下子，你什麼都不用做。',
  media: '正在重新連接聲音…',
  mediaFirst: '正在連接聲音…',
  alone: '正在回來…',
};
