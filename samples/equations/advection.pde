# A wave that is carried along: u = sin(2*pi*(x - t))
domain x in [0, 1], t in [0, 1]
unknown u
periodic x
equation u_t + u_x = 0
at t=0: u = sin(2*pi*x)
