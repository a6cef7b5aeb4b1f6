/**
 * What people's phones say of themselves where links of text messages are opened or passed on: inside apps, and on phones
 * that no list of today's browsers holds any more. Written from the forms these apps use; no rule was made from them.
 */
const iPhone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const oldIPhone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 12_5_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const iPad = 'Mozilla/5.0 (iPad; CPU OS 17_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const webView = (phone: string, chrome = '141.0.7390.122') =>
  `Mozilla/5.0 (Linux; Android ${phone}; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/${chrome} Mobile Safari/537.36`;
const galaxy = webView('15; SM-S921B Build/AP3A.240905.015.A2');
const pixel = webView('16; Pixel 9 Build/BP3A.250905.014');
const moto = webView('11; moto g(9) play Build/RPXS31.Q2-58-17-7-9', '99.0.4844.88');

export const inAppAgents: Readonly<Record<string, readonly string[]>> = {
  Facebook: [
    `${iPhone} Mobile/15E148 [FBAN/FBIOS;FBAV/533.0.0.47.109;FBBV/800122014;FBDV/iPhone15,2;FBMD/iPhone;FBSN/iOS;FBSV/18.6;FBSS/3;FBID/phone;FBLC/da_DK;FBOP/5;FBRV/803123451]`,
    `${oldIPhone} Mobile/15E148 [FBAN/FBIOS;FBAV/388.0.0.29.108;FBBV/402214567;FBDV/iPhone7,2;FBMD/iPhone;FBSN/iOS;FBSV/12.5.7;FBSS/2;FBID/phone;FBLC/en_GB;FBOP/5]`,
    `${galaxy} [FB_IAB/FB4A;FBAV/534.0.0.52.73;]`,
    `${moto} [FB_IAB/FB4A;FBAV/443.0.0.23.229;IABMV/1;]`,
    `${iPad} Mobile/15E148 [FBAN/FBIOS;FBDV/iPad13,1;FBMD/iPad;FBSN/iPadOS;FBSV/17.7;FBSS/2;FBID/tablet;FBLC/da_DK;FBOP/5]`,
  ],
  Messenger: [
    `${iPhone} Mobile/15E148 [FBAN/MessengerForiOS;FBAV/530.0.0.36.110;FBBV/790001234;FBDV/iPhone16,1;FBMD/iPhone;FBSN/iOS;FBSV/18.6;FBSS/3;FBCR/;FBID/phone;FBLC/da;FBOP/0]`,
    `${pixel} [FB_IAB/Orca-Android;FBAV/528.0.0.48.108;]`,
  ],
  Instagram: [
    `${iPhone} Mobile/15E148 Instagram 401.0.0.30.111 (iPhone15,3; iOS 18_6; da_DK; da; scale=3.00; 1290x2796; 780112233; IABMV/1)`,
    `${galaxy} Instagram 400.0.0.49.68 Android (35/15; 480dpi; 1080x2340; samsung; SM-S921B; e1s; s5e9945; da_DK; 790334455; IABMV/1)`,
    `${moto} Instagram 261.0.0.21.111 Android (30/11; 280dpi; 720x1600; motorola; moto g(9) play; guamp; qcom; en_US; 418310101)`,
  ],
  Viber: [
    `${galaxy} Viber/25.8.0.2`,
    `${iPhone} Mobile/15E148 Viber/25.7.1`,
    `${webView('9; SM-J530F Build/PPR1.180610.011', '91.0.4472.120')} Viber/15.1.0.5`,
  ],
  Slack: [
    `${iPhone} Mobile/15E148 Slack_SSB/25.09.20`,
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.7204.157 Electron/37.2.3 Safari/537.36 Slack_SSB/4.45.64',
    `${galaxy} Slack/25.09.20.0`,
  ],
  LinkedIn: [
    `${iPhone} Mobile/15E148 [LinkedInApp]/9.31.2784`,
    `${pixel} [LinkedInApp]/4.1.1050`,
    `${oldIPhone} Mobile/15E148 LinkedInApp/9.1.281`,
  ],
  Snapchat: [
    `${iPhone} Mobile/15E148 Snapchat/13.55.0.41 (like Safari/8620.2.4.10.7, panda)`,
    'Mozilla/5.0 (Linux; Android 14; SM-A546B Build/UP1A.231005.007; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/140.0.7339.207 Mobile Safari/537.36Snapchat/13.54.0.38 (SM-A546B; Android 14#A546BXXSBCXL1#34; gzip; )',
  ],
  TikTok: [
    `${iPhone} Mobile/15E148 musical_ly_41.4.0 JsSdk/2.0 NetType/WIFI Channel/App Store ByteLocale/da Region/DK isDarkMode/1 WKWebView/1 RevealType/Dialog BytedanceWebview/d8a21c6`,
    `${galaxy} trill_2024105040 JsSdk/1.0 NetType/4G Channel/googleplay AppName/trill app_version/41.5.4 ByteLocale/da-DK ByteFullLocale/da-DK Region/DK BytedanceWebview/d8a21c6`,
    `${pixel} musical_ly_2023906030 BytedanceWebview/d8a21c6 musical_ly/39.6.3`,
  ],
  Samsung: [
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36',
    'Mozilla/5.0 (Linux; Android 9; SAMSUNG SM-G960F Build/PPR1.180610.011) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/9.4 Chrome/67.0.3396.87 Mobile Safari/537.36',
    'Mozilla/5.0 (Linux; Android 5.0.2; SAMSUNG SM-T535 Build/LRX22G) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/3.2 Chrome/38.0.2125.102 Safari/537.36',
  ],
  'other apps': [
    `${iPhone} Mobile/15E148 [Pinterest/iOS]`,
    `${galaxy} [Pinterest/Android]`,
    `${iPhone} GSA/385.0.803118219 Mobile/15E148 Safari/604.1`,
    `${iPhone} Mobile/15E148 Safari Line/15.14.0`,
    `${galaxy} Line/15.14.1/IAB`,
    `${iPhone} Mobile/15E148 MicroMessenger/8.0.61(0x18003d2b) NetType/WIFI Language/da`,
    `${iPhone} Mobile/15E148 Barcelona 401.0.0.22.109 (iPhone15,3; iOS 18_6; da_DK; da; scale=3.00; 1290x2796; 780112299)`,
    `${pixel} GoogleApp/16.38.61.sa.arm64`,
    `${iPhone} Mobile/15E148`,
    `${iPhone} Version/18.6 Mobile/15E148 DuckDuckGo/7 Safari/605.1.15`,
    `${iPhone} CriOS/141.0.7390.96 Mobile/15E148 Safari/604.1`,
    `${iPhone} FxiOS/143.0 Mobile/15E148 Safari/605.1.15`,
    `${iPhone} EdgiOS/141.0.3537.71 Version/18.0 Mobile/15E148 Safari/604.1`,
    'Mozilla/5.0 (Linux; U; Android 13; da-dk; Redmi Note 12 Build/TKQ1.221114.001) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/112.0.5615.136 Mobile Safari/537.36 XiaoMi/MiuiBrowser/14.16.2-gn',
    'Mozilla/5.0 (Linux; Android 12; HUAWEI P30; HMSCore 6.15.0.302) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.5735.196 HuaweiBrowser/16.0.6.300 Mobile Safari/537.36',
  ],
  'old Androids': [
    'Mozilla/5.0 (Linux; U; Android 2.3.6; da-dk; GT-S5830 Build/GINGERBREAD) AppleWebKit/533.1 (KHTML, like Gecko) Version/4.0 Mobile Safari/533.1',
    'Mozilla/5.0 (Linux; U; Android 4.0.4; da-dk; LT26i Build/6.1.A.2.55) AppleWebKit/534.30 (KHTML, like Gecko) Version/4.0 Mobile Safari/534.30',
    'Mozilla/5.0 (Linux; Android 4.4.2; GT-I9505 Build/KOT49H) AppleWebKit/537.36 (KHTML, like Gecko) Version/1.5 Chrome/28.0.1500.94 Mobile Safari/537.36',
    'Mozilla/5.0 (Linux; Android 5.1.1; Nexus 5 Build/LMY48B; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/43.0.2357.65 Mobile Safari/537.36',
    'Mozilla/5.0 (Linux; Android 6.0; HUAWEI VNS-L31 Build/HUAWEIVNS-L31) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/81.0.4044.138 Mobile Safari/537.36',
    'Mozilla/5.0 (Linux; Android 7.0; HTC 10 Build/NRD90M) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/80.0.3987.162 Mobile Safari/537.36',
    'Mozilla/5.0 (Android 8.0.0; Mobile; rv:68.0) Gecko/68.0 Firefox/68.0',
  ],
  'old iPhones': [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 6_1_3 like Mac OS X) AppleWebKit/536.26 (KHTML, like Gecko) Version/6.0 Mobile/10B329 Safari/8536.25',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 9_3_5 like Mac OS X) AppleWebKit/601.1.46 (KHTML, like Gecko) Version/9.0 Mobile/13G36 Safari/601.1',
    'Mozilla/5.0 (iPhone; U; CPU iPhone OS 4_3_3 like Mac OS X; da-dk) AppleWebKit/533.17.9 (KHTML, like Gecko) Version/5.0.2 Mobile/8J2 Safari/6533.18.5',
    `${oldIPhone} Version/12.1.2 Mobile/15E148 Safari/604.1`,
    'Mozilla/5.0 (iPad; CPU OS 10_3_3 like Mac OS X) AppleWebKit/603.3.8 (KHTML, like Gecko) Version/10.0 Mobile/14G60 Safari/602.1',
  ],
  'other phones': [
    'Opera/9.80 (J2ME/MIDP; Opera Mini/7.1.32052/191.308; U; en) Presto/2.12.423 Version/12.16',
    'Opera/9.80 (Android; Opera Mini/36.2.2254/119.132; U; da) Presto/2.12.423 Version/12.16',
    'Mozilla/5.0 (Linux; U; Android 12; SM-A125F Build/SP1A.210812.016; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/119.0.6045.193 Mobile Safari/537.36 OPR/76.0.2254.69447',
    'Opera/9.80 (Android 4.1.2; Linux; Opera Mobi/ADR-1305251841) Presto/2.11.355 Version/12.10',
    'Mozilla/5.0 (compatible; MSIE 10.0; Windows Phone 8.0; Trident/6.0; IEMobile/10.0; ARM; Touch; NOKIA; Lumia 920)',
    'Mozilla/5.0 (Windows Phone 10.0; Android 6.0.1; Microsoft; Lumia 950) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/52.0.2743.116 Mobile Safari/537.36 Edge/15.15254',
    'Mozilla/5.0 (BB10; Kbd) AppleWebKit/537.35+ (KHTML, like Gecko) Version/10.3.3.2205 Mobile Safari/537.35+',
    'Mozilla/5.0 (Mobile; Nokia_8110_4G; rv:48.0) Gecko/48.0 Firefox/48.0 KAIOS/2.5',
    'Mozilla/5.0 (SymbianOS/9.4; Series60/5.0 NokiaN97-1/20.0.019; Profile/MIDP-2.1 Configuration/CLDC-1.1) AppleWebKit/525 (KHTML, like Gecko) BrowserNG/7.1.18124',
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36',
  ],
  'phones called like robots': [
    'Mozilla/5.0 (Linux; Android 7.0; M bot 54) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/79.0.3945.93 Mobile Safari/537.36',
    'Mozilla/5.0 (Linux; Android 6.0; POWER BOT Build/MRA58K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/61.0.3163.98 Mobile Safari/537.36',
    'Mozilla/5.0 (Linux; Android 7.1.1; M_bot_tab_1150 Build/N9F27F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/70.0.3538.80 Safari/537.36',
    'Mozilla/5.0 (Linux; Android 8.1.0; RUBY) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.5414.85 Mobile Safari/537.36',
    'Mozilla/5.0 (Linux; U; Android 4.0.3; da-dk; HTC_Ruby Build/IML74K) AppleWebKit/534.30 (KHTML, like Gecko) Version/4.0 Mobile Safari/534.30',
    'Mozilla/5.0 (Linux; Android 13; Spider 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Safari/537.36',
    'Mozilla/5.0 (Linux; Android 8.0.0; Expanse) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/87.0.4280.66 Mobile Safari/537.36',
    'Mozilla/5.0 (Linux; Android 8.1.0; Fever_Plus_J) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/96.0.4664.45 Mobile Safari/537.36',
  ],
  'browsers of simple phones': [
    'lephone K10/Dorado WAP-Browser/1.0.0',
    'WAP Browser-Karbonn K84/1.0.0',
    'OneBrowser/3.1 (Nokia7230/06.90)',
    'iBrowser/Mini2.8 (Nokia5130c-2/07.97)',
    'Mozilla/4.0 (jig browser9i 1.5.0; F10B; 2004)',
    'Palmscape/3.1J [ja] (v. 3.5.2; 160x160; c8)',
    'UCWEB/2.0 (Java; U; MIDP-2.0; da; Nokia203/20.37) U2/1.0.0 UCMini/10.9.8 (SpeedMode; Proxy; Android 4.4.4; SM-G313HN) U2/1.0.0 Mobile',
    'BlackBerry8520/5.0.0 Profile/MIDP-2.1 Configuration/CLDC-1.1 UP.Browser/5.0.3.3 UP.Link/5.1.2.12 (Google WAP Proxy/1.0)',
    'Mozilla/5.0 (Linux; U; Android 1.6; da-dk; LG-GT540 ; Build/Donut) AppleWebKit/528.5+ (KHTML, like Gecko) Version/3.1.2 Mobile Safari/525.20.1 Java/Jbed/7.0 Profile/MIDP-2.1 Configuration/CLDC-1.1',
    'Mozilla/5.0 (Linux; U; Android 4.2.1; da-dk; AMOI N850 Build/JOP40D) AppleWebKit/534.30 (KHTML, like Gecko) Version/4.0 Mobile Safari/534.30; 360browser(securitypay,securityinstalled); 360 Aphone Browser (3.2.1)',
    'Mozilla/5.0 (Linux; U; Android 4.2.1; zh-cn;GiONEE-E6/E6 Build/IMM76D) AppleWebKit534.30(KHTML,like Gecko)Version/4.0 Mobile Safari/534.30 GNBR/2.1.2.aa (securitypay,securityinstalled)',
    'iPhone15Pro',
  ],
};
