# A string with two tones: u = sin(pi*x)*cos(2*pi*t) + 0.5*sin(4*pi*x)*cos(8*pi*t)
domain x in [0, 1], t in [0, 1]
unknown u
equation u_tt = 4*u_xx
at t=0: u = sin(pi*x) + 0.5*sin(4*pi*x)
at t=0: u_t = 0
at x=0: u = 0
at x=1: u = 0
