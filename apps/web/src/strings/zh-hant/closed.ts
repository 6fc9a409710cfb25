/** Why one is not, or no longer, in a room, and what to do. */
export const closed = {
  again: '再試一次',
  back: '回來',
  here: '改在這裡使用',
  ask: '再敲一次門',
  start: '開房間',
  waitHint_other: '最好等大約 {{count, number}} 秒。',
  left: {
    title: '你已悄悄離開',
    text: '沒有人收到通知。這個分頁裡的聲音和金鑰都清掉了。',
    todo: '只要房間還開著，就能用同一個連結回來。',
  },
  roomEnded: {
    title: '房間結束了',
    text: '主持人關了房間，或大家都離開了。什麼都沒有留下。',
    todo: '想繼續聊，就開一間新的吧。',
  },
  removed: {
    title: '你被移出了房間',
    text: '主持人請你離開。你聽不到房間裡的聲音，房間裡也聽不到你。',
    todo: '你可以自己開一間房間。',
  },
  replaced: {
    title: '你在別的地方進了這個房間',
    text: '你從另一個分頁或裝置重新進來了，以最新的為準。',
    todo: '關掉這個分頁，或把房間移回這裡。',
  },
  roomFull: {
    title: '房間滿了',
    text: '現在沒有空位。',
    todo: '過一分鐘再試：可能會有人離開。',
  },
  roomNotFound: {
    title: '沒有這個房間',
    text: '可能已經結束，或連結不完整。',
    todo: '請邀請你的人再傳一次連結。',
  },
  wrongLink: {
    title: '這個連結和房間對不上',
    text: '房間出示的金鑰和連結裡的不一樣，所以你的瀏覽器沒有進去。',
    todo: '請對方重新傳連結，最好用中途沒人能更動的方式，然後原封不動地打開。',
  },
  secretMissing: {
    title: '連結少了一部分',
    text: '要有完整的私密連結才能進這個房間。# 後面的部分沒有收到。',
    todo: '請對方重新傳連結，並完整複製到最後一個字元。',
  },
  notAdmitted: {
    title: '這次沒能進去',
    text: '主持人看過後婉拒了，或這個房間只接受有私密連結的人。',
    todo: '如果你覺得弄錯了，可以問問邀請你的人。',
  },
  nobodyAnswered: {
    title: '沒有人應門',
    text: '沒有主持人的裝置及時確認你的邀請。',
    todo: '過一會兒再試，或跟主持人說你在等。',
  },
  unreachable: {
    title: '連不上伺服器',
    text: '你的裝置試了兩分鐘，都沒有回應。',
    todo: '確認有連上網路，或換一個網路。有些公司的網路會擋通話。',
  },
  serverStopping: {
    title: '伺服器正在重新啟動',
    text: '這是排定的維護，有人在照看。',
    todo: '過一會兒再試。',
  },
  busy: {
    title: '伺服器非常忙碌',
    text: '為了不影響已經在通話的人，現在不再接受新的人。',
    todo: '過一會兒再試。',
  },
  tooFast: {
    title: '動作太快了',
    text: '這個分頁，或同一個網路裡的其他分頁，要求得太頻繁了。',
    todo: '稍等一下再試。',
  },
  tokenRefused: {
    title: '你的入場券過期了',
    text: '進房間的入場券只在很短的時間內有效，你的來晚了。',
    todo: '再試一次，就會拿到新的。',
  },
  resumeRefused: {
    title: '你的位子沒有留住',
    text: '你離開太久，房間讓出了你的位子。',
    todo: '用同一個連結重新進來。',
  },
  offerRefused: {
    title: '聲音接不起來',
    text: '伺服器不接受你的瀏覽器收發聲音的方式。',
    todo: '請再試一次。如果還是這樣，請更新瀏覽器或換一個。',
  },
  malformed: {
    title: '頁面和伺服器對不上',
    text: '這個頁面可能比伺服器舊。',
    todo: '重新載入頁面，再加入一次。',
  },
  unsupportedBrowser: {
    title: '這個瀏覽器沒辦法安全加入',
    text: '房間裡的聲音從人到人全程加密。這個瀏覽器缺少需要的功能，也沒有不受保護的進入方式。',
    todo: '請用新版的 Chrome、Edge、Firefox 或 Safari 打開連結。',
  },
  unexpected: {
    title: '出了點問題',
    text: '頁面遇到意料之外的錯誤。你已離開房間。',
    todo: '重新載入頁面，再加入一次。',
  },
};
