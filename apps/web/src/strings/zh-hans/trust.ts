/** Who can hear the room, and what to do when something is wrong with that. */
export const hear = {
  count_other: '{{count, number}} 人能听到',
  title: '谁能听到？',
  text_other:
    '这个房间的密钥只在 {{count, number}} 人手里（包括你）。除此之外谁也听不到：这台服务器不行，网络也不行。',
  list: '房间里的每台设备都会核对一份签名名单，上面是所有获准进来的人。偷听的人不在名单上，也没有密钥。',
  limits: '请记住：房间里的人都有可能录音。',
  safetyTitle: '安全码',
  safetyText:
    '想确认中间没有别人，就用另一种方式和房间里的某个人核对这串安全码：在电话里念出来，或把屏幕放在一起对照。',
  safetySame: '数字相同：你们在同一个房间，用的是同样的密钥。',
  safetyDifferent: '数字不同：不要相信这个房间。请离开，换一种方式重新分享链接。',
  safetyLabel: '安全码：{{code}}',
  copy: '复制安全码',
  open: '{{people}}。看看怎么知道的',
  agree: '签名名单、密钥和声音连接都一致。',
  policyOpen: '这是公开房间：拿到链接的人都能进来收听。',
  policyLink: '只有拿着完整私密链接的人才能进来。',
  policyKnock: '每个人都要由主持人放行才能进来。',
};
export const mismatch = {
  title: '人数对不上',
  text: '签名名单：{{roster, number}}。服务器：{{participants, number}}。声音连接：{{consumers, number}}。有人进出时，可能会短暂出现这种情况。',
  todo: '如果一直这样，请不要说私密的事。核对安全码，或开一个新房间。',
};
export const alarm = {
  dismiss: '我明白了',
  compare: '核对安全码',
  hostMissing: {
    title: '主持人的设备有一阵子没有回应了',
    text: '你们可以继续聊。主持人回来之前，新的人进不来。',
    todo: '如果一直没人回来，就开一个新房间并分享链接。',
  },
  sendingStopped: {
    title: '你的麦克风停止发送了',
    text: '主持人的设备离开太久，无法确认谁在听，所以你说的话不会发送出去。',
    todo: '主持人回来后会自动恢复。你也可以开一个新房间。',
  },
  keysRestarted: {
    title: '房间的密钥重新生成了',
    text: '主持人都离开了，由另一个人的设备接手。',
    todo: '说私密的事之前，请再和你认识的人核对一次安全码。',
  },
  forgedKeys: {
    title: '已拒绝假密钥',
    text: '传输途中有人提供了不属于这个房间的密钥，你的浏览器没有接受。',
    todo: '如果再次发生，请离开，换一种方式分享新房间的链接。',
  },
  forgedMessages: {
    title: '已拒绝一条假消息',
    text: '房间里或传输途中有人发来一条消息，它不是署名的人写的，因此没有显示。',
    todo: '如果再次发生，请离开，换一种方式分享新房间的链接。',
  },
  forkedRoster: {
    title: '你收到了两份不同的名单',
    text: '服务器，或中间的某个人，没有告诉大家同样的在场名单。',
    todo: '不要说私密的事。请离开，用别的方式告诉其他人，并在别处开一个新房间。',
  },
};
