-- expect: error no action is called "network.attack"
-- Only what the catalogue lists.
network.attack { target = '203.0.113.7' }
