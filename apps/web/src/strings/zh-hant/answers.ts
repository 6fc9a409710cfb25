/** Why something could not be shown or done, in the app around the rooms. */
export const answers = {
  loading: '載入中…',
  again: '再試一次',
  more: '顯示更多',
  refused: {
    malformed: '輸入的內容不太對。請檢查後再試。',
    signedOut: '你已經登出。請登入後再試。',
    notFound: '這裡沒有東西，或沒有對你開放。',
    notAllowed: '你在這裡不能這麼做。',
    needsPasskey: '請先用通行密鑰確認。',
    taken: '這個名字已經有人用了，請換一個。',
    tooFast: '動作有點快，請稍等一下再試。',
    tooMany: '已經達到每個人的數量上限。',
    busy: '伺服器非常忙碌，請過一會兒再試。',
    full: '沒有空位了。',
    paused: '這項功能暫時停用，請稍後再試。',
    notYet: '現在還不行，再過一會兒就可以了。',
    banned: '這個帳號已被停權。',
    offline: '連不上伺服器。請檢查網路後再試。',
    unexpected: '出了點問題。請重新載入頁面再試。',
  },
};
