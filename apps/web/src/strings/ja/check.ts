/** Why rooms or their sound do not work here, in words. */
export const checkPage = {
  documentTitle: '接続の確認 · Stoa',
  heading: '接続の確認',
  text: 'ルームに必要なことを、マイクを使わず、ほかの人なしで試します。数秒かかります。',
  start: '確認する',
  again: 'もう一度確認する',
  running: '確認しています…',
  settingsTitle: '接続',
  settingsText: 'ルームが開かない、音がしないときに、その理由を調べます。',
  settingsLink: '接続の確認',
  result: '結果',
  good: '良好',
  fair: '使えますが',
  bad: '問題',
  parts: {
    page: 'ページ',
    browser: 'ブラウザ',
    microphone: 'マイク',
    server: 'サーバー',
    rooms: 'ルーム',
    sound: '音声',
    clock: '時計',
  },
  says: {
    pageGood: 'ページは保護された接続で届きました。',
    pageBad:
      'ページが https で届いていません。その場合、ブラウザはマイクも暗号化も使わせません。https で開いてください。',
    browserGood: 'このブラウザは必要なことがすべてできます。',
    browserBad:
      'このブラウザには暗号化に必要なものが足りません。更新するか、新しい Chrome、Edge、Firefox、Safari を使ってください。',
    microphoneGood: 'マイクがあり、このページで使えます。',
    microphoneAsk:
      'マイクがあります。ステージに上がるときにブラウザが確認します。なくても聞くことはできます。',
    microphoneDenied:
      'このページはマイクを使えません。アドレスの横のしるしから許可してください。なくても聞くことはできます。',
    microphoneNone: 'マイクが見つかりません。話すには接続してください。なくても聞くことはできます。',
    serverGood: 'サーバーは応答しています。',
    serverBad:
      'サーバーが応答しません。オンラインかどうか、VPN やフィルターが妨げていないかを確かめてください。',
    roomsGood: 'ルームを開いたり、入ったりできます。',
    roomsBusy: 'サーバーが混んでいるか、試す回数が多すぎます。1分待ってからもう一度確認してください。',
    roomsBad:
      'サーバーは応答しますが、ルームに必要な持続的な接続ができません。このネットワークのフィルターかプロキシが止めています。別のネットワークを試してください。',
    soundUdp: '音声は直接の経路で届きます（{{ms, number}} ミリ秒で接続）。',
    soundTcp:
      'このネットワークは直接の経路をふさいでいるため、音声は遠回りします。声が遅れることがあります。別のネットワークのほうがよいでしょう。',
    soundBad:
      '音声が通りません。このネットワークがふさいでいます。スマートフォンの回線など、別のネットワークを試してください。',
    clockGood: 'この端末の時計は合っています。',
    clockBad:
      'この端末の時計は {{seconds, number}} 秒ずれています。リンクやコードが拒否されることがあります。自動で合わせてください。',
  },
};
