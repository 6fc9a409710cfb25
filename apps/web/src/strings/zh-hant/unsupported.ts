/** What a browser lacks, and which ones work. */
export const unsupported = {
  missing: '少了什麼',
  works: '哪些可以用',
  browsers: 'Chrome 和 Edge 141 起、Firefox 130 起、Safari 17 起；手機上也可以。',
  copy: '複製連結',
  part: {
    secureContext: '安全的網址：這個頁面必須用 https:// 打開',
    encryptedMedia: '在傳送前將聲音加密的功能',
    modernKeys: '新型金鑰（Ed25519 和 X25519）',
    webrtc: '即時聲音（WebRTC）',
    worker: '背景處理（Worker）',
    other: '端對端加密需要的功能',
  },
};
