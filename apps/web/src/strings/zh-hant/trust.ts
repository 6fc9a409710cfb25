/** Who can hear the room, and what to do when something is wrong with that. */
export const hear = {
  count_other: '{{count, number}} 人聽得到',
  title: '誰聽得到？',
  text_other:
    '這個房間的金鑰只在 {{count, number}} 人手上（包括你）。其他人都聽不到：這台伺服器不行，網路也不行。',
  list: '房間裡的每台裝置都會核對一份有簽章的名單，上面是所有獲准進來的人。躲著聽的人不在名單上，也沒有金鑰。',
  limits: '請記得：房間裡的人都可能錄音。',
  safetyTitle: '安全碼',
  safetyText:
    '想確認中間沒有別人，就用另一種方式和房間裡的某個人核對這組安全碼：在電話裡唸出來，或把螢幕放在一起對照。',
  safetySame: '數字一樣：你們在同一個房間，用的是同樣的金鑰。',
  safetyDifferent: '數字不一樣：不要相信這個房間。請離開，換一種方式重新分享連結。',
  safetyLabel: '安全碼：{{code}}',
  copy: '複製安全碼',
  open: '{{people}}。看看是怎麼知道的',
  agree: '簽章名單、金鑰和聲音連線都一致。',
  policyOpen: '這是公開房間：拿到連結的人都能進來收聽。',
  policyLink: '只有拿到完整私密連結的人才能進來。',
  policyKnock: '每個人都要由主持人開門才能進來。',
};
export const mismatch = {
  title: '人數對不上',
  text: '簽章名單：{{roster, number}}。伺服器：{{participants, number}}。聲音連線：{{consumers, number}}。有人進出時，可能會短暫出現這種情形。',
  todo: '如果一直這樣，請不要說私密的事。核對安全碼，或開一間新的房間。',
};
export const alarm = {
  dismiss: '我知道了',
  compare: '核對安全碼',
  hostMissing: {
    title: '主持人的裝置有一陣子沒有回應了',
    text: '你們可以繼續聊。主持人回來之前，新的人進不來。',
    todo: '如果一直沒人回來，就開一間新的房間並分享連結。',
  },
  sendingStopped: {
    title: '你的麥克風停止傳送了',
    text: '主持人的裝置離開太久，沒辦法確定誰在聽，所以你說的話不會送出去。',
    todo: '主持人回來後會自動恢復。你也可以開一間新的房間。',
  },
  keysRestarted: {
    title: '房間的金鑰重新產生了',
    text: '主持人都離開了，由另一個人的裝置接手。',
    todo: '說私密的事之前，請再和你認識的人核對一次安全碼。',
  },
  forgedKeys: {
    title: '已拒絕假的金鑰',
    text: '傳輸途中有人提供了不屬於這個房間的金鑰，你的瀏覽器沒有接受。',
    todo: '如果再發生，請離開，換一種方式分享新房間的連結。',
  },
  forgedMessages: {
    title: '已拒絕一則假訊息',
    text: '房間裡或傳輸途中有人傳來一則訊息，它不是署名的人寫的，因此沒有顯示。',
    todo: '如果再發生，請離開，換一種方式分享新房間的連結。',
  },
  forkedRoster: {
    title: '你收到了兩份不同的名單',
    text: '伺服器，或中間的某個人，沒有告訴大家同樣的在場名單。',
    todo: '不要說私密的事。請離開，用別的方式告訴其他人，並在別處開一間新的房間。',
  },
};
