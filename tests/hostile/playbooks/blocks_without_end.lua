-- expect: refused
-- The same with blocks.
do do do do do do do do do do do do do do do do do do do do do do do do do do do do do do
do do do do do do do do do do do do do do do do do do do do do do do do do do do do do do
do do do do do do do do do do do do do do do do do do do do do do do do do do do do do do
do do do do do do do do do do do do do do do do do do do do do do do do do do do do do do
do do do do do do do do do do do do do do do do do do do do do do do do do do do do do do
do do do do do do do do do do do do do do do do do do do do do do do do do do do do do do
do do do do do do do do do do do do do do do do do do do do do do do do do do do do do do
do do do do do do do do do do do do do do do do do do do do do do do do do do do do do do
do do do do do do do do do do do do do do do do do do do do do do do do do do do do do do
do do do do do do do do do do do do do do do do do do do do do do do do do do do do do do
end end end end end end end end end end end end end end end end end end end end end end end end end end end end end end
end end end end end end end end end end end end end end end end end end end end end end end end end end end end end end
end end end end end end end end end end end end end end end end end end end end end end end end end end end end end end
end end end end end end end end end end end end end end end end end end end end end end end end end end end end end end
end end end end end end end end end end end end end end end end end end end end end end end end end end end end end end
end end end end end end end end end end end end end end end end end end end end end end end end end end end end end end
end end end end end end end end end end end end end end end end end end end end end end end end end end end end end end
end end end end end end end end end end end end end end end end end end end end end end end end end end end end end end
end end end end end end end end end end end end end end end end end end end end end end end end end end end end end end
end end end end end end end end end end end end end end end end end end end end end end end end end end end end end end
