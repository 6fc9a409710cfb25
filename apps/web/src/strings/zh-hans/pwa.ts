/** 应用与设备上的其他应用放在一起。 */
export const pwa = {
  push: { title: 'Stoa', body: '有新的消息等着你。' },
  offline: {
    documentTitle: '未连接 · Stoa',
    title: '你没有连接网络',
    text: '房间是实时的，这台设备不会保存其中的任何内容。网络恢复后，本页会自动恢复。',
    again: '再试一次',
  },
  update: {
    title: '新版本已就绪',
    text: '重新加载即可使用。',
    reload: '重新加载',
    later: '以后再说',
    inRoomTitle: '你正在房间里',
    inRoomText: '重新加载会让你离开房间。你可以通过链接回来。',
    inRoomYes: '离开并重新加载',
  },
  install: {
    title: '让 Stoa 触手可及',
    text: '放到主屏幕上，就像其他应用一样打开。',
    button: '安装',
    byHand: '在浏览器中点“分享”，再点“添加到主屏幕”。',
    later: '暂时不用',
  },
};
