do $$
begin
    create extension if not exists vector;
exception when insufficient_privilege or undefined_file or feature_not_supported or undefined_object then
    null; -- it stays as it is
end
$$
