"""What a server has and a developer's machine may not: systemd's checker of units, nginx, Prometheus's checker."""

import shutil

SYSTEMD_REMEDY = "install systemd's tools (Debian: make debian as root)"
NGINX_REMEDY = "install nginx (Debian: make debian as root)"
PROMTOOL_REMEDY = "install Prometheus, which brings promtool (Debian: make debian as root)"


def has_systemd() -> bool:
    return shutil.which("systemd-analyze") is not None


def has_nginx() -> bool:
    return shutil.which("nginx") is not None


def has_promtool() -> bool:
    return shutil.which("promtool") is not None
