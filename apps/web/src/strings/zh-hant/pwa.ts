/** 應用程式與裝置上的其他應用程式放在一起。 */
export const pwa = {
  push: { title: 'Stoa', body: '有新的消息等著你。' },
  offline: {
    documentTitle: '未連線 · Stoa',
    title: '你沒有連上網路',
    text: '房間是即時的，這台裝置不會保存其中的任何內容。網路恢復後，本頁會自動恢復。',
    again: '再試一次',
  },
  update: {
    title: '新版本已就緒',
    text: '重新載入即可使用。',
    reload: '重新載入',
    later: '以後再說',
    inRoomTitle: '你正在房間裡',
    inRoomText: '重新載入會讓你離開房間。你可以透過連結回來。',
    inRoomYes: '離開並重新載入',
  },
  install: {
    title: '讓 Stoa 隨手可得',
    text: '放到主畫面上，就像其他應用程式一樣開啟。',
    button: '安裝',
    byHand: '在瀏覽器中點「分享」，再點「加入主畫面」。',
    later: '暫時不用',
  },
};
