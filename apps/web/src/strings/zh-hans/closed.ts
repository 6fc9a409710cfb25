/** Why one is not, or no longer, in a room, and what to do. */
export const closed = {
  again: '重试',
  back: '回来',
  here: '改在这里使用',
  ask: '再敲一次门',
  start: '开房间',
  waitHint_other: '最好等大约 {{count, number}} 秒。',
  left: {
    title: '你已悄悄离开',
    text: '没有人收到通知。这个标签页里的声音和密钥都已清除。',
    todo: '只要房间还开着，就可以用同一个链接回来。',
  },
  roomEnded: {
    title: '房间已结束',
    text: '主持人关闭了房间，或者大家都离开了。什么都没有留下。',
    todo: '想继续聊，就开一个新房间吧。',
  },
  removed: {
    title: '你被移出了房间',
    text: '主持人请你离开。你听不到房间里的声音，房间里也听不到你。',
    todo: '你可以自己开一个房间。',
  },
  replaced: {
    title: '你在别处进了这个房间',
    text: '你从另一个标签页或设备重新进来了，以最新的为准。',
    todo: '关闭这个标签页，或把房间移回这里。',
  },
  roomFull: {
    title: '房间满了',
    text: '现在没有空位。',
    todo: '过一分钟再试：可能会有人离开。',
  },
  roomNotFound: {
    title: '没有这个房间',
    text: '它可能已经结束，或者链接不完整。',
    todo: '请邀请你的人再发一个新链接。',
  },
  wrongLink: {
    title: '这个链接和房间对不上',
    text: '房间出示的密钥和链接里的不一致，所以你的浏览器没有进去。',
    todo: '请对方重新发链接，最好用一种中途没人能改动的方式，然后原样打开。',
  },
  secretMissing: {
    title: '链接少了一部分',
    text: '要用完整的私密链接才能进这个房间。# 后面的部分没有收到。',
    todo: '请对方重新发链接，并完整复制到最后一个字符。',
  },
  notAdmitted: {
    title: '没能让你进来',
    text: '主持人看过后拒绝了，或者这个房间只接受有私密链接的人。',
    todo: '如果你觉得弄错了，可以问问邀请你的人。',
  },
  nobodyAnswered: {
    title: '没有人应门',
    text: '没有主持人的设备及时核对你的邀请。',
    todo: '过一会儿再试，或者告诉主持人你在等。',
  },
  unreachable: {
    title: '连不上服务器',
    text: '你的设备试了两分钟，没有得到回应。',
    todo: '检查是否已联网，或换一个网络。有些公司的网络会拦截通话。',
  },
  serverStopping: {
    title: '服务器正在重启',
    text: '这是计划中的维护，有人在照看。',
    todo: '过一会儿再试。',
  },
  busy: {
    title: '服务器非常繁忙',
    text: '为了不影响已经在通话的人，现在不再接受新的人。',
    todo: '过一会儿再试。',
  },
  tooFast: {
    title: '操作太快了',
    text: '这个标签页，或你网络里的其他标签页，请求得太频繁了。',
    todo: '稍等片刻再试。',
  },
  tokenRefused: {
    title: '你的入场券过期了',
    text: '进房间的入场券只在很短的时间内有效，你的来晚了。',
    todo: '再试一次，会给你一张新的。',
  },
  resumeRefused: {
    title: '你的位置没有保留下来',
    text: '你离开得太久，房间让出了你的位置。',
    todo: '用同一个链接重新进来。',
  },
  offerRefused: {
    title: '声音没能接通',
    text: '服务器不接受你的浏览器收发声音的方式。',
    todo: '请再试一次。如果还是这样，请更新浏览器或换一个。',
  },
  malformed: {
    title: '页面和服务器对不上',
    text: '这个页面可能比服务器旧。',
    todo: '刷新页面，重新加入。',
  },
  unsupportedBrowser: {
    title: '这个浏览器无法安全加入',
    text: '房间里的声音从人到人全程加密。这个浏览器缺少所需的功能，也没有不加保护的进入方式。',
    todo: '请用新版的 Chrome、Edge、Firefox 或 Safari 打开链接。',
  },
  unexpected: {
    title: '出了点问题',
    text: '页面遇到了意料之外的错误。你已离开房间。',
    todo: '刷新页面，重新加入。',
  },
};
