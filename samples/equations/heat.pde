# A rod that cools down: u = exp(-0.1*pi^2*t)*sin(pi*x)
domain x in [0, 1], t in [0, 1]
unknown u
parameter k = 0.1
equation u_t = k*u_xx
at t=0: u = sin(pi*x)
at x=0: u = 0
at x=1: u = 0
