/** On the way into a room, and back into it. */
export const connecting = {
  heading: '正在进入…',
  soon: '正在寻找房间并协商密钥',
  slow: '还在努力。你的网络可能有点慢。',
  verySlow: '比平时久了一些。你可以继续等，也可以返回重试。',
  starting: '你的浏览器正在生成房间的密钥。',
  full: '现在没有空位。会自动重试。',
  cancel: '返回',
};
export const door = {
  stewardHeading: '请在门口稍等',
  stewardText: '主持人的设备正在核对你的邀请，会自动完成。',
  knockHeading: '你敲门了',
  knockText: '主持人会看到你的名字并做决定。让这个页面开着，等一等就好。',
  name: '你以 {{name}} 的名字敲了门。',
  cancel: '悄悄走开',
};
export const reconnecting = {
  banner: '连接断开了。',
  now: '正在重试…',
  in_other: '{{count, number}} 秒后重试。',
  hint: '你在房间里的位置会保留一小会儿，你不用做什么。',
  media: '正在重新连接声音…',
  mediaFirst: '正在连接声音…',
  alone: '正在回来…',
};
