"""Reads meters' customer ports (HAN, P1, H1) and publishes one JSON telegram per push of a meter."""

import re

from esphome import automation, pins
import esphome.codegen as cg
from esphome.components import sensor, uart
import esphome.config_validation as cv
from esphome.const import CONF_ID, CONF_RX_BUFFER_SIZE, CONF_TOPIC_PREFIX, CONF_TRIGGER_ID, PLATFORM_ESP32, PLATFORM_ESP8266, PLATFORM_HOST
from esphome.core import CORE
import esphome.final_validate as fv

DEPENDENCIES = ["uart"]
MULTI_CONF = True

CONF_HAN_PORT_ID = "han_port_id"
CONF_ALLOW_NO_CRC = "allow_no_crc"
CONF_DECRYPTION_KEY = "decryption_key"
CONF_AUTHENTICATION_KEY = "authentication_key"
CONF_GAP = "gap"
CONF_RAW = "raw"
CONF_REPEAT_UART_ID = "repeat_uart_id"
CONF_LAMP_PIN = "lamp_pin"
CONF_SUPPLY_SENSOR = "supply_sensor"
CONF_DIAGNOSTICS_INTERVAL = "diagnostics_interval"
CONF_ON_TELEGRAM = "on_telegram"
CONF_ON_DIAGNOSTICS = "on_diagnostics"
CONF_ON_RAW = "on_raw"

# In secrets.example.yaml.
EXAMPLE_SSID = "your network"

# A telegram of a three-phase meter is 580 to 705 bytes and comes in one piece; the Wi-Fi may hold the processor up meanwhile.
SMALLEST_RX_BUFFER = 1024

han_port_ns = cg.esphome_ns.namespace("han_port")
HanPort = han_port_ns.class_("HanPort", cg.Component, uart.UARTDevice)
Bytes = cg.std_vector.template(cg.uint8)
TextTrigger = automation.Trigger.template(cg.std_string)
BytesTrigger = automation.Trigger.template(Bytes)


def meter_key(value):
    """The bytes of a key of 128 bits. It is not repeated in the message: it is a secret."""
    text = cv.string_strict(value)
    if not re.fullmatch(r"[0-9A-Fa-f]{32}", text):
        raise cv.Invalid(f"a key has 32 hexadecimal digits, as the grid company sends it; this has {len(text)} characters")
    return list(bytes.fromhex(text))


def _keys_fit(config):
    if CONF_AUTHENTICATION_KEY in config and CONF_DECRYPTION_KEY not in config:
        raise cv.Invalid("authentication_key is of no use without decryption_key")
    if CONF_DECRYPTION_KEY in config and CORE.is_esp8266:
        raise cv.Invalid("the ESP8266 does not decrypt: take an ESP32, or let the display decrypt: raw: always (packages/raw-always.yaml)")
    return config


def trigger_schema(trigger):
    """One automation whose trigger is an object of ours."""
    return automation.validate_automation({cv.GenerateID(CONF_TRIGGER_ID): cv.declare_id(trigger)}, single=True)


CONFIG_SCHEMA = cv.All(
    cv.Schema(
        {
            cv.GenerateID(): cv.declare_id(HanPort),
            cv.Optional(CONF_TOPIC_PREFIX): cv.All(cv.publish_topic, cv.Length(min=1)),
            cv.Optional(CONF_ALLOW_NO_CRC, default=False): cv.boolean,
            cv.Optional(CONF_DECRYPTION_KEY): meter_key,
            cv.Optional(CONF_AUTHENTICATION_KEY): meter_key,
            cv.Optional(CONF_GAP, default="200ms"): cv.All(
                cv.positive_time_period_milliseconds,
                cv.Range(min=cv.TimePeriod(milliseconds=50), max=cv.TimePeriod(seconds=5)),
            ),
            cv.Optional(CONF_RAW, default="switch"): cv.one_of("switch", "always", lower=True),
            cv.Optional(CONF_REPEAT_UART_ID): cv.use_id(uart.UARTComponent),
            cv.Optional(CONF_LAMP_PIN): pins.gpio_output_pin_schema,
            cv.Optional(CONF_SUPPLY_SENSOR): cv.use_id(sensor.Sensor),
            cv.Optional(CONF_DIAGNOSTICS_INTERVAL, default="60s"): cv.All(
                cv.positive_time_period_milliseconds,
                cv.Range(min=cv.TimePeriod(seconds=1), max=cv.TimePeriod(hours=1)),
            ),
            cv.Optional(CONF_ON_TELEGRAM): trigger_schema(TextTrigger),
            cv.Optional(CONF_ON_DIAGNOSTICS): trigger_schema(TextTrigger),
            cv.Optional(CONF_ON_RAW): trigger_schema(BytesTrigger),
        }
    )
    .extend(cv.COMPONENT_SCHEMA)
    .extend(uart.UART_DEVICE_SCHEMA),
    cv.only_on([PLATFORM_ESP8266, PLATFORM_ESP32, PLATFORM_HOST]),
    _keys_fit,
)


def _uart_of(config, full):
    wanted = config[uart.CONF_UART_ID]
    return next((port for port in full.get("uart", []) if port[CONF_ID].id == wanted.id), None)


def _has_taker(config, full):
    sensors = any(sensor.get("platform") == "han_port" for sensor in full.get("sensor", []))
    return "mqtt" in full or CONF_ON_TELEGRAM in config or sensors


def _check_secrets(full):
    if any(network.get("ssid") == EXAMPLE_SSID for network in full.get("wifi", {}).get("networks", [])):
        raise cv.Invalid("secrets.yaml is still the example: write the name and password of your network and of your broker into it")


def _prefix(config, full):
    return config.get(CONF_TOPIC_PREFIX) or full["mqtt"].get(CONF_TOPIC_PREFIX)


def _check_other_meters(config, full):
    """Each meter has a port and a prefix of its own."""
    others = [other for other in full["han_port"] if other[CONF_ID].id != config[CONF_ID].id]
    if others and CORE.is_esp8266:
        raise cv.Invalid("the ESP8266 has one serial port that can receive, so it reads one meter: take an ESP32 for several")
    for other in others:
        if other[uart.CONF_UART_ID].id == config[uart.CONF_UART_ID].id:
            raise cv.Invalid(f"two meters on the port {config[uart.CONF_UART_ID].id}: give each a uart of its own")
        if "mqtt" in full and _prefix(other, full) == _prefix(config, full):
            raise cv.Invalid(f"two meters with the prefix {_prefix(config, full)}: give the second a topic_prefix of its own")


def _final_validate(config):
    full = fv.full_config.get()
    port = _uart_of(config, full)
    if port is not None and port[CONF_RX_BUFFER_SIZE] < SMALLEST_RX_BUFFER:
        raise cv.Invalid(
            f"uart: rx_buffer_size is {port[CONF_RX_BUFFER_SIZE]} bytes, less than one telegram: "
            f"set it to 2048 (at least {SMALLEST_RX_BUFFER})"
        )
    if not _has_taker(config, full):
        raise cv.Invalid("nobody takes the telegrams: add mqtt:, on_telegram: or sensors of the platform han_port")
    _check_secrets(full)
    _check_other_meters(config, full)
    if "mqtt" in full and not _prefix(config, full):
        raise cv.Invalid("mqtt: topic_prefix is empty: telegrams are published on <topic_prefix>/telegram, for example han/telegram")
    return config


FINAL_VALIDATE_SCHEMA = _final_validate


async def _add_trigger(var, config, key, setter, argument):
    if key not in config:
        return
    trigger = cg.new_Pvariable(config[key][CONF_TRIGGER_ID])
    cg.add(getattr(var, setter)(trigger))
    await automation.build_automation(trigger, [(argument, "x")], config[key])


def _add_keys(var, config):
    if CONF_DECRYPTION_KEY not in config:
        return
    # Not among ESPHome's defines: the parser's files know nothing of ESPHome.
    cg.add_build_flag("-DUSE_HAN_PORT_KEYS")
    cg.add(var.set_decryption_key(cg.ArrayInitializer(*config[CONF_DECRYPTION_KEY])))
    if CONF_AUTHENTICATION_KEY in config:
        cg.add(var.set_authentication_key(cg.ArrayInitializer(*config[CONF_AUTHENTICATION_KEY])))


async def to_code(config):
    var = cg.new_Pvariable(config[CONF_ID])
    await cg.register_component(var, config)
    await uart.register_uart_device(var, config)
    if CONF_TOPIC_PREFIX in config:
        cg.add(var.set_topic_prefix(config[CONF_TOPIC_PREFIX]))
    cg.add(var.set_allow_no_crc(config[CONF_ALLOW_NO_CRC]))
    cg.add(var.set_gap(config[CONF_GAP]))
    if config[CONF_RAW] == "always":
        cg.add(var.set_raw_always())
    if CONF_REPEAT_UART_ID in config:
        cg.add(var.set_repeat_uart(await cg.get_variable(config[CONF_REPEAT_UART_ID])))
    _add_keys(var, config)
    cg.add(var.set_diagnostics_interval(config[CONF_DIAGNOSTICS_INTERVAL]))
    if CONF_LAMP_PIN in config:
        cg.add(var.set_lamp_pin(await cg.gpio_pin_expression(config[CONF_LAMP_PIN])))
    if CONF_SUPPLY_SENSOR in config:
        cg.add(var.set_supply_sensor(await cg.get_variable(config[CONF_SUPPLY_SENSOR])))
    await _add_trigger(var, config, CONF_ON_TELEGRAM, "set_telegram_trigger", cg.std_string)
    await _add_trigger(var, config, CONF_ON_DIAGNOSTICS, "set_diagnostics_trigger", cg.std_string)
    await _add_trigger(var, config, CONF_ON_RAW, "set_raw_trigger", Bytes)
