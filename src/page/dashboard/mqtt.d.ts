/** The part of MQTT.js's build for browsers that the page uses. The package's own types are Node's, which would let Node's globals into code for browsers. */
declare module "mqtt/dist/mqtt.esm" {
  /** A connection to a broker. */
  export interface MqttClient {
    on(event: "connect" | "close", listener: () => void): this;
    on(event: "error", listener: (error: Error) => void): this;
    on(
      event: "message",
      listener: (topic: string, payload: Uint8Array, packet: { retain: boolean; qos: 0 | 1 | 2 }) => void,
    ): this;
    subscribe(
      topics: readonly string[],
      options: { qos: 0 },
      callback: (error: Error | null, asked?: unknown, packet?: { readonly granted?: readonly number[] }) => void,
    ): this;
    end(force: boolean): this;
  }

  /** The build for browsers has a default export and no others. */
  const mqtt: { connect(url: string, options: object): MqttClient };
  // biome-ignore lint/style/noDefaultExport: it is so
  export default mqtt;
}
