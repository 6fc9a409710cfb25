/** What a browser lacks, and which ones work. */
export const unsupported = {
  missing: '足りないもの',
  works: '使えるもの',
  browsers: 'ChromeとEdgeは141以降、Firefoxは130以降、Safariは17以降。スマートフォンでも使えます。',
  copy: 'リンクをコピー',
  part: {
    secureContext: '安全なアドレス：このページはhttps://で開く必要があります',
    encryptedMedia: '送る前の音声を暗号化する機能',
    modernKeys: '新しい方式の鍵（Ed25519とX25519）',
    webrtc: 'リアルタイムの音声（WebRTC）',
    worker: 'バックグラウンド処理（ワーカー）',
    other: 'エンドツーエンド暗号化に必要な機能',
  },
};
