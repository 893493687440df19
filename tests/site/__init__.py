"""A web on the loopback interface: many hosts, one real server, a log, and every fault."""
