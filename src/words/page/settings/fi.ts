import type { SettingsWords } from "../../page-words.ts";

/** Texts of the static page's settings in Finnish. */
export const fiSettings: SettingsWords = {
  more: "Mittari",
  intro: "Tämä sivu näyttää etäluettavan sähkömittarin arvot suoraan MQTT-palvelimelta.",
  form: "MQTT-palvelin ja mittari",
  language: "Kieli",
  fields: {
    url: { name: "MQTT-palvelin", hint: "ws:// tai wss://, WebSocket-kuuntelijan portti" },
    username: { name: "Käyttäjä", hint: "käyttäjä, jolla on vain lukuoikeus; tyhjä, jos käyttäjää ei tarvita" },
    password: { name: "Salasana" },
    prefix: { name: "Etuliite", hint: "lukulaitteen aiheiden alkuosa" },
    mainFuseA: { name: "Pääsulake, A" },
    phases: { name: "Vaiheita" },
    timeZone: { name: "Aikavyöhyke", hint: "mittarin aika, jonka mukaan vuorokausi vaihtuu" },
  },
  remember: "Muista salasana tällä laitteella",
  connect: "Yhdistä",
  forget: "Unohda kaikki",
  open: "Asetukset",
  privacy:
    "Asetukset pysyvät tässä selaimessa. Sivu vain lukee etuliitteen alta eikä lähetä mitään muualle kuin MQTT-palvelimelle.",
  at: "{prefix} osoitteessa {url}",
  connecting: "yhdistetään",
  notConnected: "ei yhteyttä, yritetään uudelleen",
  partMissing: "Sivun osaa ei voitu ladata. Lataa sivu uudelleen.",
  faults: {
    address:
      "Palvelimen osoitteen alussa on ws:// tai wss://, esimerkiksi ws://192.168.1.10:9001: selaimet käyttävät MQTT:tä vain WebSocketin kautta.",
    userInAddress: "Käyttäjälle ja salasanalle on omat kentät.",
    insecure:
      "Tämä sivu avattiin https-osoitteesta, ja silloin selain sallii vain wss://-palvelimet. Käytä wss://-osoitetta tai avaa sivu http-osoitteesta.",
    prefix: "Etuliite on lukulaitteen aiheiden alkuosa, esimerkiksi han tai talo/han, ilman merkkejä + ja #.",
    mainFuse: "Pääsulake on 6–1000 A.",
    timeZone: "Selain ei tunne tätä aikavyöhykettä; esimerkiksi Europe/Helsinki käy.",
  },
  help: {
    silent:
      "Yhteys on, mutta aiheen {prefix}/ alla ei ole vielä viestejä. Tarkista etuliite, lähettääkö lukulaite tälle palvelimelle ja onko käyttäjällä {user} lukuoikeus aiheeseen {prefix}/#.",
    anonymous: "ilman nimeä",
    mayNotRead:
      "Palvelin ei anna tämän käyttäjän lukea aihetta {prefix}/#. Anna käyttäjälle lukuoikeus aiheeseen {prefix}/# tai käytä toista käyttäjää.",
    login:
      "Palvelin hylkää kirjautumisen. Tarkista käyttäjä ja salasana; palvelin voi myös vaatia käyttäjän, vaikka sitä ei ole annettu.",
    retrying: "Ei yhteyttä MQTT-palvelimeen. Yhteyttä yritetään uudelleen automaattisesti.",
    retryingFor: "Ei yhteyttä MQTT-palvelimeen: {reason}. Yhteyttä yritetään uudelleen automaattisesti.",
    nobody:
      "Osoitteessa ei vastaa MQTT-palvelin. Tarkista osoite {url}, onko palvelin käynnissä ja kuunteleeko se WebSocket-yhteyksiä: portti 1883 ei kuuntele. Yhteyttä yritetään uudelleen automaattisesti.",
    certificate: "Selain ei kerro, jos se ei luota varmenteeseen: avaa osoite kerran https://-alkuisena.",
  },
};
