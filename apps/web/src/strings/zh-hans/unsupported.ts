/** What a browser lacks, and which ones work. */
export const unsupported = {
  missing: '缺少什么',
  works: '什么可以用',
  browsers: 'Chrome 和 Edge 141 起，Firefox 130 起，Safari 17 起；手机上也可以。',
  copy: '复制链接',
  part: {
    secureContext: '安全的地址：这个页面必须用 https:// 打开',
    encryptedMedia: '在发送前加密声音的功能',
    modernKeys: '新型密钥（Ed25519 和 X25519）',
    webrtc: '实时声音（WebRTC）',
    worker: '后台处理（Worker）',
    other: '端到端加密所需的功能',
  },
};
