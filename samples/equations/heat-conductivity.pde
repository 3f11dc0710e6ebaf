# A rod whose conductivity is not known, nor how warm it was at first; errors of 0.01, the truth is k = 0.1
domain x in [0, 1], t in [0, 1]
unknown u
estimate k in [0.001, 10]
equation u_t = k*u_xx
at x=0: u = 0
at x=1: u = 0
data heat-conductivity.csv columns x,t,u sigma 0.01
