# Van der Pol's oscillator with mu = 100 over two periods: slow drift and sudden jumps
domain t in [0, 325]
unknown y, z
parameter mu = 100
equation y_t = z
equation z_t = mu*(1 - y^2)*z - y
at t=0: y = 2
at t=0: z = 0
