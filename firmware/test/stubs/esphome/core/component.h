#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <vector>
#include <string>
#include "hal.h"
namespace esphome {
namespace setup_priority {
constexpr float DATA = 600.0f;
}
class Component {
 public:
  virtual void setup() {}
  virtual void loop() {}
  virtual void dump_config() {}
  virtual float get_setup_priority() const { return 0; }
  /// Runs what is due at the stub's clock.
  void run_scheduler() {
    for (auto &timer : this->intervals_)
      for (; timer.due_ms <= stub_now_ms; timer.due_ms += timer.every_ms) timer.run();
    for (auto at = this->timeouts_.begin(); at != this->timeouts_.end();) {
      if (at->second.due_ms > stub_now_ms) {
        ++at;
        continue;
      }
      const auto run = at->second.run;
      this->timeouts_.erase(at);
      run();
      at = this->timeouts_.begin();
    }
  }

 protected:
  ~Component() = default;
  void set_interval(uint32_t every_ms, std::function<void()> &&run) { this->intervals_.push_back({stub_now_ms + every_ms, every_ms, run}); }
  void set_timeout(const char *name, uint32_t after_ms, std::function<void()> &&run) { this->timeouts_[name] = {stub_now_ms + after_ms, 0, run}; }
  bool cancel_timeout(const char *name) { return this->timeouts_.erase(name) > 0; }

 private:
  struct Timer {
    uint64_t due_ms;
    uint32_t every_ms;
    std::function<void()> run;
  };
  std::vector<Timer> intervals_;
  std::map<std::string, Timer> timeouts_;
};
}  // namespace esphome
