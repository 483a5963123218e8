#pragma once
#define USE_MQTT
#define USE_WIFI
#define USE_SENSOR
#define USE_HAN_PORT_SENSORS
#define ESPHOME_PROJECT_VERSION "1.2.3"
