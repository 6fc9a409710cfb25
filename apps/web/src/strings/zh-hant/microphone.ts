/** Coming on stage, the microphone, and the sound. */
export const invite = {
  title: '有人邀你上台',
  text: '如果你答應，瀏覽器會要求使用麥克風，房間裡的所有人都聽得到你。你隨時可以靜音。',
  bluetooth: '使用藍牙耳機時，麥克風打開後聲音可能會變。有線耳機或內建麥克風的效果最好。',
  accept: '上台',
  decline: '先不要',
  asking: '正在等待麥克風…',
  askingHint: '瀏覽器會問 Stoa 能不能使用麥克風，請選「允許」。',
};
export const mic = {
  mute: '靜音',
  unmute: '取消靜音',
  muteLabel: '麥克風已打開。按一下可靜音',
  unmuteLabel: '已靜音。按一下可取消靜音',
  asking: '請允許使用麥克風…',
  choose: '麥克風',
  chooseTitle: '要用哪個麥克風？',
  chooseText: '用有線或內建麥克風，藍牙耳機就能維持好音質。',
  none: '找不到麥克風。',
  unnamed: '麥克風 {{count, number}}',
  chosen: '已切換麥克風。',
  use: '使用這個麥克風',
  denied: {
    title: '沒有麥克風權限',
    text: '瀏覽器沒有讓這個頁面使用麥克風。你還在房間裡，什麼都聽得到。',
    step1: '打開頁面設定：網址列旁邊的圖示。',
    step2: '把「麥克風」設為「允許」。',
    step3: '然後在這裡再試一次。有些瀏覽器要先重新載入頁面。',
  },
  missing: {
    title: '找不到麥克風',
    text: '你還在房間裡，什麼都聽得到。',
    step1: '接上麥克風或耳麥，或把它打開。',
    step2: '在裝置的設定裡確認沒有被關掉。',
    step3: '然後在這裡再試一次。',
  },
  busy: {
    title: '麥克風正在使用中',
    text: '另一個程式正在用它。你還在房間裡，什麼都聽得到。',
    step1: '關掉其他通話和錄音，其他分頁裡的也要關。',
    step2: '如果有別的麥克風，就選那一個。',
    step3: '然後在這裡再試一次。',
  },
  again: '再試一次',
  handAgain: '再舉手一次',
  listenOnly: '繼續收聽',
  stayMuted: '保持靜音',
};
export const sound = {
  title: '瀏覽器擋住了聲音',
  text: '要先點一下，它才會播放。',
  button: '點一下收聽',
};
