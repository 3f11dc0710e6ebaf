# A square cavity whose lid moves, Reynolds number 100 (Ghia, Ghia and Shin, J. Comput. Phys. 48, 1982)
domain x in [0, 1], y in [0, 1]
unknown u, v, p
parameter Re = 100
equation u*u_x + v*u_y = -p_x + (u_xx + u_yy)/Re
equation u*v_x + v*v_y = -p_y + (v_xx + v_yy)/Re
equation u_x + v_y = 0
at x=0: u = 0
at x=1: u = 0
at y=0: u = 0
at y=1: u = 1
at x=0: v = 0
at x=1: v = 0
at y=0: v = 0
at y=1: v = 0
at x=0.5, y=0: p = 0
