"""Reads a meter's customer port (HAN, P1, H1) and publishes one JSON telegram per push of the meter."""

from esphome import automation, pins
import esphome.codegen as cg
from esphome.components import sensor, uart
import esphome.config_validation as cv
from esphome.const import CONF_ID, CONF_RX_BUFFER_SIZE, CONF_TRIGGER_ID, PLATFORM_ESP32, PLATFORM_ESP8266, PLATFORM_HOST
import esphome.final_validate as fv

DEPENDENCIES = ["uart"]
MULTI_CONF = False

CONF_HAN_PORT_ID = "han_port_id"
CONF_ALLOW_NO_CRC = "allow_no_crc"
CONF_LAMP_PIN = "lamp_pin"
CONF_SUPPLY_SENSOR = "supply_sensor"
CONF_DIAGNOSTICS_INTERVAL = "diagnostics_interval"
CONF_ON_TELEGRAM = "on_telegram"
CONF_ON_DIAGNOSTICS = "on_diagnostics"
CONF_ON_RAW = "on_raw"

# A telegram of a three-phase meter is 580 to 705 bytes and comes in one piece; the Wi-Fi may hold the processor up meanwhile.
SMALLEST_RX_BUFFER = 1024

han_port_ns = cg.esphome_ns.namespace("han_port")
HanPort = han_port_ns.class_("HanPort", cg.Component, uart.UARTDevice)
Bytes = cg.std_vector.template(cg.uint8)
TextTrigger = automation.Trigger.template(cg.std_string)
BytesTrigger = automation.Trigger.template(Bytes)


def trigger_schema(trigger):
    """One automation whose trigger is an object of ours."""
    return automation.validate_automation({cv.GenerateID(CONF_TRIGGER_ID): cv.declare_id(trigger)}, single=True)


CONFIG_SCHEMA = cv.All(
    cv.Schema(
        {
            cv.GenerateID(): cv.declare_id(HanPort),
            cv.Optional(CONF_ALLOW_NO_CRC, default=False): cv.boolean,
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
)


def _uart_of(config, full):
    wanted = config[uart.CONF_UART_ID]
    return next((port for port in full.get("uart", []) if port[CONF_ID].id == wanted.id), None)


def _has_taker(config, full):
    sensors = any(sensor.get("platform") == "han_port" for sensor in full.get("sensor", []))
    return "mqtt" in full or CONF_ON_TELEGRAM in config or sensors


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
    if "mqtt" in full and not full["mqtt"].get("topic_prefix"):
        raise cv.Invalid("mqtt: topic_prefix is empty: telegrams are published on <topic_prefix>/telegram, for example han/telegram")
    return config


FINAL_VALIDATE_SCHEMA = _final_validate


async def _add_trigger(var, config, key, setter, argument):
    if key not in config:
        return
    trigger = cg.new_Pvariable(config[key][CONF_TRIGGER_ID])
    cg.add(getattr(var, setter)(trigger))
    await automation.build_automation(trigger, [(argument, "x")], config[key])


async def to_code(config):
    var = cg.new_Pvariable(config[CONF_ID])
    await cg.register_component(var, config)
    await uart.register_uart_device(var, config)
    cg.add(var.set_allow_no_crc(config[CONF_ALLOW_NO_CRC]))
    cg.add(var.set_diagnostics_interval(config[CONF_DIAGNOSTICS_INTERVAL]))
    if CONF_LAMP_PIN in config:
        cg.add(var.set_lamp_pin(await cg.gpio_pin_expression(config[CONF_LAMP_PIN])))
    if CONF_SUPPLY_SENSOR in config:
        cg.add(var.set_supply_sensor(await cg.get_variable(config[CONF_SUPPLY_SENSOR])))
    await _add_trigger(var, config, CONF_ON_TELEGRAM, "set_telegram_trigger", cg.std_string)
    await _add_trigger(var, config, CONF_ON_DIAGNOSTICS, "set_diagnostics_trigger", cg.std_string)
    await _add_trigger(var, config, CONF_ON_RAW, "set_raw_trigger", Bytes)
