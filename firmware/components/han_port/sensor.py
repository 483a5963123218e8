"""One ESPHome sensor per quantity, for software that reads sensors. Keys, units and decimals are those of p1reader."""

import re

import esphome.codegen as cg
from esphome.components import sensor
import esphome.config_validation as cv
from esphome.const import (
    DEVICE_CLASS_CURRENT,
    DEVICE_CLASS_ENERGY,
    DEVICE_CLASS_FREQUENCY,
    DEVICE_CLASS_POWER,
    DEVICE_CLASS_REACTIVE_ENERGY,
    DEVICE_CLASS_REACTIVE_POWER,
    DEVICE_CLASS_VOLTAGE,
    STATE_CLASS_MEASUREMENT,
    STATE_CLASS_TOTAL_INCREASING,
    UNIT_AMPERE,
    UNIT_HERTZ,
    UNIT_KILOVOLT_AMPS_REACTIVE,
    UNIT_KILOVOLT_AMPS_REACTIVE_HOURS,
    UNIT_KILOWATT,
    UNIT_KILOWATT_HOURS,
    UNIT_VOLT,
)

from . import CONF_HAN_PORT_ID, HanPort

DEPENDENCIES = ["han_port"]


def _schema(unit, device_class=None, state_class=STATE_CLASS_MEASUREMENT):
    options = {"unit_of_measurement": unit, "accuracy_decimals": 3, "state_class": state_class}
    if device_class is not None:
        options["device_class"] = device_class
    return sensor.sensor_schema(**options)


ACTIVE_ENERGY = _schema(UNIT_KILOWATT_HOURS, DEVICE_CLASS_ENERGY, STATE_CLASS_TOTAL_INCREASING)
REACTIVE_ENERGY = _schema(UNIT_KILOVOLT_AMPS_REACTIVE_HOURS, DEVICE_CLASS_REACTIVE_ENERGY, STATE_CLASS_TOTAL_INCREASING)
ACTIVE_POWER = _schema(UNIT_KILOWATT, DEVICE_CLASS_POWER)
REACTIVE_POWER = _schema(UNIT_KILOVOLT_AMPS_REACTIVE, DEVICE_CLASS_REACTIVE_POWER)
VOLTAGE = _schema(UNIT_VOLT, DEVICE_CLASS_VOLTAGE)
CURRENT = _schema(UNIT_AMPERE, DEVICE_CLASS_CURRENT)
FREQUENCY = _schema(UNIT_HERTZ, DEVICE_CLASS_FREQUENCY)

# Key: groups C, D, E of the OBIS code, schema.
TOTALS = {
    "cumulative_active_import": (1, 8, 0, ACTIVE_ENERGY),
    "cumulative_active_export": (2, 8, 0, ACTIVE_ENERGY),
    "cumulative_reactive_import": (3, 8, 0, REACTIVE_ENERGY),
    "cumulative_reactive_export": (4, 8, 0, REACTIVE_ENERGY),
    "momentary_active_import": (1, 7, 0, ACTIVE_POWER),
    "momentary_active_export": (2, 7, 0, ACTIVE_POWER),
    "momentary_reactive_import": (3, 7, 0, REACTIVE_POWER),
    "momentary_reactive_export": (4, 7, 0, REACTIVE_POWER),
    "frequency": (14, 7, 0, FREQUENCY),
}
# Key: group C for L1, to which 20 is added per further phase.
PER_PHASE = {
    "momentary_active_import": (21, ACTIVE_POWER),
    "momentary_active_export": (22, ACTIVE_POWER),
    "momentary_reactive_import": (23, REACTIVE_POWER),
    "momentary_reactive_export": (24, REACTIVE_POWER),
    "current": (31, CURRENT),
    "voltage": (32, VOLTAGE),
}
SENSORS = {
    **TOTALS,
    **{
        f"{key}_l{phase}": (c + 20 * (phase - 1), 7, 0, schema)
        for key, (c, schema) in PER_PHASE.items()
        for phase in (1, 2, 3)
    },
}

CONF_OBJECTS = "objects"
CONF_OBIS_CODE = "obis_code"
OBIS_CODE = re.compile(r"(\d{1,3})-(\d{1,3}):(\d{1,3})\.(\d{1,3})\.(\d{1,3})")


def obis_code(value):
    """Groups A to E of `A-B:C.D.E`. Codes that name a meter or its owner are refused: their values never leave the reader."""
    match = OBIS_CODE.fullmatch(cv.string_strict(value))
    groups = tuple(int(group) for group in match.groups()) if match else ()
    if not match or max(groups) > 255:
        raise cv.Invalid(f"{value} is no OBIS code: write A-B:C.D.E, for example 1-0:1.6.0")
    if groups[2:4] in ((96, 1), (0, 0)) or groups[2:] == (42, 0, 0):
        raise cv.Invalid(f"{value} names a meter or its owner, and never leaves the reader")
    return groups


CONFIG_SCHEMA = cv.Schema(
    {
        cv.GenerateID(CONF_HAN_PORT_ID): cv.use_id(HanPort),
        cv.Optional(CONF_OBJECTS): cv.ensure_list(sensor.sensor_schema(accuracy_decimals=3).extend({cv.Required(CONF_OBIS_CODE): obis_code})),
        **{cv.Optional(key): row[3] for key, row in SENSORS.items()},
    }
)


async def to_code(config):
    hub = await cg.get_variable(config[CONF_HAN_PORT_ID])
    for key, (c, d, e, _) in SENSORS.items():
        if key in config:
            var = await sensor.new_sensor(config[key])
            cg.add(hub.add_sensor(c, d, e, var))
    for row in config.get(CONF_OBJECTS, []):
        var = await sensor.new_sensor(row)
        cg.add(hub.add_object_sensor(cg.ArrayInitializer(*row[CONF_OBIS_CODE]), var))
    cg.add_define("USE_HAN_PORT_SENSORS")
