"""Dashboards as data, and what it takes to read them without CloudWatch: series, metric math, the
states of alarms. The local page and the tests read with it exactly what is deployed."""
