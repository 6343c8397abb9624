//! The layers of the suite in other memory formats, as a layer sees them inside of a network; first
//! layers read a contiguous input.
//!
//! Left out are grouped layers with few channels in a group, which are for contiguous tensors, and
//! formats that channels do not fill.

use conv_spec::{Format, MemoryFormat, Source};

use crate::aligned::Aligned;
use crate::layers::{Layer, layers};
use crate::order::reordered;
use crate::tensors::Tensors;

layers! { pub(crate) fn every:
    ResnetStemChannelsLast = nn.Conv2d(3, 64, 7, stride=2, padding=3, input_shape=(3, 224, 224), memory_format={"input": "contiguous_format", "output": "channels_last"}) as "resnet_stem",
    ResnetStemBlocked = nn.Conv2d(3, 64, 7, stride=2, padding=3, input_shape=(3, 224, 224), memory_format={"input": "contiguous_format", "output": "blocked"}) as "resnet_stem",
    Resnet3x356ChannelsLast = nn.Conv2d(64, 64, 3, padding=1, input_shape=(64, 56, 56), memory_format="channels_last") as "resnet_3x3_56",
    Resnet3x356Blocked = nn.Conv2d(64, 64, 3, padding=1, input_shape=(64, 56, 56), memory_format="blocked") as "resnet_3x3_56",
    Resnet3x328ChannelsLast = nn.Conv2d(128, 128, 3, padding=1, input_shape=(128, 28, 28), memory_format="channels_last") as "resnet_3x3_28",
    Resnet3x328Blocked = nn.Conv2d(128, 128, 3, padding=1, input_shape=(128, 28, 28), memory_format="blocked") as "resnet_3x3_28",
    Resnet3x314ChannelsLast = nn.Conv2d(256, 256, 3, padding=1, input_shape=(256, 14, 14), memory_format="channels_last") as "resnet_3x3_14",
    Resnet3x314Blocked = nn.Conv2d(256, 256, 3, padding=1, input_shape=(256, 14, 14), memory_format="blocked") as "resnet_3x3_14",
    Resnet3x37ChannelsLast = nn.Conv2d(512, 512, 3, padding=1, input_shape=(512, 7, 7), memory_format="channels_last") as "resnet_3x3_7",
    Resnet3x37Blocked = nn.Conv2d(512, 512, 3, padding=1, input_shape=(512, 7, 7), memory_format="blocked") as "resnet_3x3_7",
    Resnet1x156ChannelsLast = nn.Conv2d(64, 256, 1, input_shape=(64, 56, 56), memory_format="channels_last") as "resnet_1x1_56",
    Resnet1x156Blocked = nn.Conv2d(64, 256, 1, input_shape=(64, 56, 56), memory_format="blocked") as "resnet_1x1_56",
    Resnet1x114ChannelsLast = nn.Conv2d(1024, 256, 1, input_shape=(1024, 14, 14), memory_format="channels_last") as "resnet_1x1_14",
    Resnet1x114Blocked = nn.Conv2d(1024, 256, 1, input_shape=(1024, 14, 14), memory_format="blocked") as "resnet_1x1_14",
    Resnet3x3S2ChannelsLast = nn.Conv2d(128, 128, 3, stride=2, padding=1, input_shape=(128, 56, 56), memory_format="channels_last") as "resnet_3x3_s2",
    Resnet3x3S2Blocked = nn.Conv2d(128, 128, 3, stride=2, padding=1, input_shape=(128, 56, 56), memory_format="blocked") as "resnet_3x3_s2",
    MobilenetDw112ChannelsLast = nn.Conv2d(32, 32, 3, padding=1, groups=32, input_shape=(32, 112, 112), memory_format="channels_last") as "mobilenet_dw_112",
    MobilenetDw112Blocked = nn.Conv2d(32, 32, 3, padding=1, groups=32, input_shape=(32, 112, 112), memory_format="blocked") as "mobilenet_dw_112",
    MobilenetDwS256ChannelsLast = nn.Conv2d(144, 144, 3, stride=2, padding=1, groups=144, input_shape=(144, 56, 56), memory_format="channels_last") as "mobilenet_dw_s2_56",
    MobilenetDwS256Blocked = nn.Conv2d(144, 144, 3, stride=2, padding=1, groups=144, input_shape=(144, 56, 56), memory_format="blocked") as "mobilenet_dw_s2_56",
    MobilenetDw7ChannelsLast = nn.Conv2d(960, 960, 3, padding=1, groups=960, input_shape=(960, 7, 7), memory_format="channels_last") as "mobilenet_dw_7",
    MobilenetDw7Blocked = nn.Conv2d(960, 960, 3, padding=1, groups=960, input_shape=(960, 7, 7), memory_format="blocked") as "mobilenet_dw_7",
    MobilenetPw112ChannelsLast = nn.Conv2d(32, 16, 1, input_shape=(32, 112, 112), memory_format="channels_last") as "mobilenet_pw_112",
    MobilenetPw112Blocked = nn.Conv2d(32, 16, 1, input_shape=(32, 112, 112), memory_format="blocked") as "mobilenet_pw_112",
    MobilenetPw7ChannelsLast = nn.Conv2d(320, 1280, 1, input_shape=(320, 7, 7), memory_format="channels_last") as "mobilenet_pw_7",
    MobilenetPw7Blocked = nn.Conv2d(320, 1280, 1, input_shape=(320, 7, 7), memory_format="blocked") as "mobilenet_pw_7",
    EfficientnetDw514ChannelsLast = nn.Conv2d(672, 672, 5, padding=2, groups=672, input_shape=(672, 14, 14), memory_format="channels_last") as "efficientnet_dw5_14",
    EfficientnetDw514Blocked = nn.Conv2d(672, 672, 5, padding=2, groups=672, input_shape=(672, 14, 14), memory_format="blocked") as "efficientnet_dw5_14",
    DeeplabDilatedChannelsLast = nn.Conv2d(256, 256, 3, padding=4, dilation=4, input_shape=(256, 28, 28), memory_format="channels_last") as "deeplab_dilated",
    DeeplabDilatedBlocked = nn.Conv2d(256, 256, 3, padding=4, dilation=4, input_shape=(256, 28, 28), memory_format="blocked") as "deeplab_dilated",
    Vgg3x3224ChannelsLast = nn.Conv2d(64, 64, 3, padding=1, input_shape=(64, 224, 224), memory_format="channels_last") as "vgg_3x3_224",
    Vgg3x3224Blocked = nn.Conv2d(64, 64, 3, padding=1, input_shape=(64, 224, 224), memory_format="blocked") as "vgg_3x3_224",
    CifarConvChannelsLast = nn.Conv2d(3, 16, 3, padding=1, input_shape=(3, 32, 32), memory_format={"input": "contiguous_format", "output": "channels_last"}) as "cifar_conv",
    CifarConvBlocked = nn.Conv2d(3, 16, 3, padding=1, input_shape=(3, 32, 32), memory_format={"input": "contiguous_format", "output": "blocked"}) as "cifar_conv",
    SeedNonsquareChannelsLast = nn.Conv2d(16, 33, (3, 5), stride=(2, 1), padding=(4, 2), dilation=(3, 1), input_shape=(16, 50, 100), memory_format="channels_last") as "seed_nonsquare",
    TinymlDscnnFirstChannelsLast = nn.Conv2d(1, 64, (10, 4), stride=2, padding=(5, 1), input_shape=(1, 49, 10), memory_format={"input": "contiguous_format", "output": "channels_last"}) as "tinyml_dscnn_first",
    TinymlDscnnFirstBlocked = nn.Conv2d(1, 64, (10, 4), stride=2, padding=(5, 1), input_shape=(1, 49, 10), memory_format={"input": "contiguous_format", "output": "blocked"}) as "tinyml_dscnn_first",
    TinymlVwwDwChannelsLast = nn.Conv2d(8, 8, 3, padding=1, groups=8, input_shape=(8, 48, 48), memory_format="channels_last") as "tinyml_vww_dw",
    UnetUpChannelsLast = nn.ConvTranspose2d(128, 64, 2, stride=2, input_shape=(128, 64, 64), memory_format="channels_last") as "unet_up",
    UnetUpBlocked = nn.ConvTranspose2d(128, 64, 2, stride=2, input_shape=(128, 64, 64), memory_format="blocked") as "unet_up",
    DcganUpChannelsLast = nn.ConvTranspose2d(256, 128, 4, stride=2, padding=1, input_shape=(256, 16, 16), memory_format="channels_last") as "dcgan_up",
    DcganUpBlocked = nn.ConvTranspose2d(256, 128, 4, stride=2, padding=1, input_shape=(256, 16, 16), memory_format="blocked") as "dcgan_up",
    SeedTransposeChannelsLast = nn.ConvTranspose2d(16, 33, 3, stride=2, padding=1, output_padding=1, input_shape=(16, 50, 100), memory_format="channels_last") as "seed_transpose",
    AudioConv1dChannelsLast = nn.Conv1d(64, 64, 3, padding=8, dilation=8, input_shape=(64, 4096), memory_format="channels_last") as "audio_conv1d",
    AudioConv1dBlocked = nn.Conv1d(64, 64, 3, padding=8, dilation=8, input_shape=(64, 4096), memory_format="blocked") as "audio_conv1d",
    Wav2vecConv1dChannelsLast = nn.Conv1d(512, 512, 3, stride=2, input_shape=(512, 1600), memory_format="channels_last") as "wav2vec_conv1d",
    Wav2vecConv1dBlocked = nn.Conv1d(512, 512, 3, stride=2, input_shape=(512, 1600), memory_format="blocked") as "wav2vec_conv1d",
    HifiganUp1dChannelsLast = nn.ConvTranspose1d(256, 128, 16, stride=8, padding=4, input_shape=(256, 128), memory_format="channels_last") as "hifigan_up1d",
    HifiganUp1dBlocked = nn.ConvTranspose1d(256, 128, 16, stride=8, padding=4, input_shape=(256, 128), memory_format="blocked") as "hifigan_up1d",
    C3dConv3dChannelsLast = nn.Conv3d(64, 64, 3, padding=1, input_shape=(64, 8, 28, 28), memory_format="channels_last") as "c3d_conv3d",
    C3dConv3dBlocked = nn.Conv3d(64, 64, 3, padding=1, input_shape=(64, 8, 28, 28), memory_format="blocked") as "c3d_conv3d",
    SeedConv3dChannelsLast = nn.Conv3d(16, 33, (3, 5, 2), stride=(2, 1, 1), padding=(4, 2, 0), input_shape=(16, 10, 50, 100), memory_format="channels_last") as "seed_conv3d",
    Unet3dUpChannelsLast = nn.ConvTranspose3d(32, 16, 2, stride=2, input_shape=(32, 16, 16, 16), memory_format="channels_last") as "unet3d_up",
    Unet3dUpBlocked = nn.ConvTranspose3d(32, 16, 2, stride=2, input_shape=(32, 16, 16, 16), memory_format="blocked") as "unet3d_up",
}
