# A Debian of its own: made by debootstrap, booted by systemd-nspawn, entered by nsenter. Sourced by `boot`.
# shellcheck shell=bash

# make_root SUITE PATH: a Debian with systemd and Postgres, without the package; kept for later runs.
make_root() {
    local suite=$1 path=$2
    [[ ! -e $path/.complete ]] || return 0
    rm -rf "$path"
    debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus,ca-certificates,logrotate,postgresql \
        "$suite" "$path"
    touch "$path/.complete"
}

# trust_registries PATH: a machine whose registries have a certificate of its own: npm and pip trust it in the root, too.
trust_registries() {
    [[ -e ${NODE_EXTRA_CA_CERTS:-} ]] || return 0
    cp "$NODE_EXTRA_CA_CERTS" "$1/etc/extra-ca.pem"
    echo 'cafile=/etc/extra-ca.pem' >"$1/etc/npmrc"
    printf '[global]\ncert = /etc/extra-ca.pem\n' >"$1/etc/pip.conf"
}

# build_package SUITE_ROOT SOURCE INTO: builds the package in a copy of the root, for a Debian that is not this machine's.
build_package() {
    local root=$1.build source=$2 into=$3
    [[ -d $root ]] || cp -a "$1" "$root"
    rm -rf "$root/src/new" && mkdir -p "$root/src/new"
    tar -C "$source" --exclude=./build --exclude=./.git --exclude=./.cache --exclude=node_modules -c . | tar -x -C "$root/src/new"
    trust_registries "$root"
    cp /etc/resolv.conf "$root/etc/resolv.conf"
    mount --bind /proc "$root/proc"
    chroot "$root" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin CCACHE_DIR=/src/ccache sh -ec \
        'cd /src/new && scripts/setup --build && ninja -C build/release all && cd build/release && cpack -G DEB -B /src/package' ||
        { umount "$root/proc" && return 1; }
    umount "$root/proc"
    mkdir -p "$into" && cp "$root"/src/package/*.deb "$into"
}

# install_dependencies PATH DEB: what the package depends on, since the booted root has no network.
install_dependencies() {
    local path=$1 deb=$2 names
    names=$(dpkg-deb --field "$deb" Depends | tr ',' '\n' | sed 's/|.*//; s/(.*)//; s/ //g')
    # shellcheck disable=SC2086  # one word a package
    chroot "$path" env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install $names
}

# boot_root PATH LOG: boots it without a network of the host; sets `leader`, the process that is its number 1.
boot_root() {
    local path=$1 log=$2 guard
    systemd-nspawn --quiet --directory="$path" --boot --register=no --keep-unit --private-network \
        --machine="padchestd-boot-$$" --console=pipe >"$log" 2>&1 </dev/null &
    guard=$!
    for _ in {1..300}; do
        kill -0 "$guard" 2>/dev/null || return 1
        leader=$(pgrep -P "$guard" | head -n 1) || true
        [[ -n $leader ]] && [[ $(inside systemctl is-system-running 2>/dev/null) =~ running|degraded ]] && return 0
        sleep 0.2
    done
    return 1
}

# inside COMMAND…: runs it as root in the booted Debian.
inside() {
    nsenter --target "$leader" --mount --uts --ipc --net --pid --root -- \
        env -i --chdir=/ HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 "$@"
}

# Powers it off, by force after half a minute.
power_off() {
    [[ -n ${leader:-} ]] || return 0
    inside systemctl poweroff >/dev/null 2>&1 || true
    for _ in {1..150}; do
        kill -0 "$leader" 2>/dev/null || return 0
        sleep 0.2
    done
    kill -KILL "$leader" 2>/dev/null || true
}
